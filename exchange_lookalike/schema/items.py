"""Items, their identifiers, bodies and attachments, and what changes them (MS-OXWSCORE, MS-OXWSMSG, MS-OXWSATT)."""

TABLE = r"""
NonEmptyStringType ~ string minLength=1
BaseEmailAddressType =
MailboxTypeType {Unknown OneOff Mailbox PublicDL PrivateDL Contact PublicFolder GroupMailbox ImplicitContact}
EmailAddressType : BaseEmailAddressType = Name? EmailAddress?:NonEmptyStringType RoutingType?:NonEmptyStringType
  MailboxType?: ItemId?: OriginalDisplayName?
EmailAddressExtendedType : EmailAddressType = ExternalObjectId? PrimaryEmailAddress?:NonEmptyStringType
ArrayOfRecipientsType = ( Mailbox:EmailAddressType )*
SingleRecipientType = ( Mailbox:EmailAddressType )
DisposalType {HardDelete SoftDelete MoveToDeletedItems}
ResponseClassType {Success Warning Error}
abstract ChangeDescriptionType = %Paths+
ItemChangeDescriptionType : ChangeDescriptionType =
SetItemFieldType : ItemChangeDescriptionType = ( Item: | Message: | CalendarItem: | Contact:ContactItemType |
  DistributionList: | MeetingMessage: | MeetingRequest:MeetingRequestMessageType |
  MeetingResponse:MeetingResponseMessageType | MeetingCancellation:MeetingCancellationMessageType | Task: | PostItem:
  | RoleMember:RoleMemberItemType | Network:NetworkItemType | Person:AbchPersonItemType )
DeleteItemFieldType : ItemChangeDescriptionType =
AppendToItemFieldType : ItemChangeDescriptionType = ( Item: | Message: | CalendarItem: | Contact:ContactItemType |
  DistributionList: | MeetingMessage: | MeetingRequest:MeetingRequestMessageType |
  MeetingResponse:MeetingResponseMessageType | MeetingCancellation:MeetingCancellationMessageType | Task: | PostItem:
  | RoleMember:RoleMemberItemType | Network:NetworkItemType | Person:AbchPersonItemType )
NonEmptyArrayOfItemChangeDescriptionsType = ( AppendToItemField: | SetItemField: | DeleteItemField: )+
ItemChangeType = ( ItemId: | OccurrenceItemId: | RecurringMasterItemId: )
  Updates:NonEmptyArrayOfItemChangeDescriptionsType CalendarActivityData?:
NonEmptyArrayOfItemChangesType = ItemChange+:
InternetHeaderType : string = @HeaderName!
NonEmptyArrayOfInternetHeadersType = InternetMessageHeader+:InternetHeaderType
NonEmptyArrayOfPredictedActionReasonType = PredictedActionReason+:
RequestAttachmentIdType : BaseItemIdType = @Id!
AttachmentIdType : RequestAttachmentIdType = @RootItemId @RootItemChangeKey
RootItemIdType : BaseItemIdType = @RootItemId! @RootItemChangeKey!
NonEmptyArrayOfRequestAttachmentIdsType = ( AttachmentId:RequestAttachmentIdType )+
AttachmentType = AttachmentId?: Name? ContentType? ContentId? ContentLocation? AttachmentOriginalUrl? Size?:int
  LastModifiedTime?:dateTime IsInline?:boolean
ItemAttachmentType : AttachmentType = ( Item: | Message: | CalendarItem: | Contact:ContactItemType | MeetingMessage: |
  MeetingRequest:MeetingRequestMessageType | MeetingResponse:MeetingResponseMessageType |
  MeetingCancellation:MeetingCancellationMessageType | Task: | PostItem: | RoleMember:RoleMemberItemType |
  Network:NetworkItemType | Person:AbchPersonItemType )?
FileAttachmentType : AttachmentType = IsContactPhoto?:boolean Content?:base64Binary
ReferenceAttachmentType : AttachmentType = AttachLongPathName? ProviderType? ProviderEndpointUrl?
  AttachmentThumbnailUrl? AttachmentPreviewUrl? PermissionType?:int OriginalPermissionType?:int
  AttachmentIsFolder?:boolean
ArrayOfAttachmentsType = ( ItemAttachment: | FileAttachment: | ReferenceAttachment: )*
NonEmptyArrayOfAttachmentsType = ( ItemAttachment: | FileAttachment: | ReferenceAttachment: )+
SensitivityChoicesType {Normal Personal Private Confidential}
ImportanceChoicesType {Low Normal High}
BodyTypeType {HTML Text}
BodyType : string = @BodyType!:BodyTypeType @IsTruncated:boolean
AddressListIdType : BaseFolderIdType = @Id!
abstract BaseItemIdType =
DerivedItemIdType ~ string
ItemIdType : BaseItemIdType = @Id! @ChangeKey
NonEmptyArrayOfBaseItemIdsType = ( ItemId: | OccurrenceItemId: | RecurringMasterItemId: | RecurringMasterItemIdRanges:
  )+
ArrayOfBaseItemIdsType = ( ItemId: )*
ItemClassType ~ string
abstract ResponseObjectCoreType : MessageType = ReferenceItemId?:ItemIdType
abstract ResponseObjectType : ResponseObjectCoreType = @ObjectName
NonEmptyArrayOfResponseObjectsType = ( AcceptItem: | TentativelyAcceptItem: | DeclineItem: | ReplyToItem: |
  ForwardItem: | ReplyAllToItem: | CancelCalendarItem: | RemoveItem: | SuppressReadReceipt: | PostReplyItem: |
  AcceptSharingInvitation: | AddItemToMyCalendar: | ProposeNewTime: )*
WellKnownResponseObjectType < ResponseObjectType = ItemClass?: Sensitivity?:SensitivityChoicesType Body?:
  Attachments?:NonEmptyArrayOfAttachmentsType InternetMessageHeaders?:NonEmptyArrayOfInternetHeadersType
  Sender?:SingleRecipientType ToRecipients?:ArrayOfRecipientsType CcRecipients?:ArrayOfRecipientsType
  BccRecipients?:ArrayOfRecipientsType IsReadReceiptRequested?:boolean IsDeliveryReceiptRequested?:boolean
  From?:SingleRecipientType ReferenceItemId?:ItemIdType @ObjectName-
SmartResponseBaseType < ResponseObjectType = Subject? Body?: ToRecipients?:ArrayOfRecipientsType
  CcRecipients?:ArrayOfRecipientsType BccRecipients?:ArrayOfRecipientsType IsReadReceiptRequested?:boolean
  IsDeliveryReceiptRequested?:boolean From?:SingleRecipientType ReferenceItemId?:ItemIdType @ObjectName-
ReplyToItemType : SmartResponseType =
ReplyAllToItemType : SmartResponseType = IsSpecificMessageReply?:boolean
ForwardItemType : SmartResponseType =
SuppressReadReceiptType : ReferenceItemResponseType =
FindItemParentType = ( Items:ArrayOfRealItemsType | Groups:ArrayOfGroupedItemsType ) @%FindResponsePagingAttributes
ItemType = MimeContent?: ItemId?: ParentFolderId?:FolderIdType ItemClass?: Subject?
  Sensitivity?:SensitivityChoicesType Body?: Attachments?:NonEmptyArrayOfAttachmentsType DateTimeReceived?:dateTime
  Size?:int Categories?:ArrayOfStringsType Importance?:ImportanceChoicesType InReplyTo? IsSubmitted?:boolean
  IsDraft?:boolean IsFromMe?:boolean IsResend?:boolean IsUnmodified?:boolean
  InternetMessageHeaders?:NonEmptyArrayOfInternetHeadersType DateTimeSent?:dateTime DateTimeCreated?:dateTime
  ResponseObjects?:NonEmptyArrayOfResponseObjectsType ReminderDueBy?:dateTime ReminderIsSet?:boolean
  ReminderNextTime?:dateTime ReminderMinutesBeforeStart?: DisplayCc? DisplayTo? DisplayBcc? HasAttachments?:boolean
  ExtendedProperty*: Culture?:language EffectiveRights?: LastModifiedName? LastModifiedTime?:dateTime
  IsAssociated?:boolean WebClientReadFormQueryString? WebClientEditFormQueryString? ConversationId?:ItemIdType
  UniqueBody?:BodyType Flag?: StoreEntryId?:base64Binary InstanceKey?:base64Binary NormalizedBody?:BodyType
  EntityExtractionResult?: PolicyTag?:RetentionTagType ArchiveTag?:RetentionTagType RetentionDate?:dateTime Preview?
  RightsManagementLicenseData?: PredictedActionReasons?:NonEmptyArrayOfPredictedActionReasonType IsClutter?:boolean
  BlockStatus?:boolean HasBlockedImages?:boolean TextBody?:BodyType IconIndex?: SearchKey?:base64Binary SortKey?:long
  Hashtags?:ArrayOfStringsType Mentions?:ArrayOfRecipientsType MentionedMe?:boolean MentionsPreview?:
  MentionsEx?:NonEmptyArrayOfMentionActionsType AppliedHashtags?:NonEmptyArrayOfAppliedHashtagType
  AppliedHashtagsPreview?: Likes?:NonEmptyArrayOfLikeType LikesPreview?:
  PendingSocialActivityTagIds?:ArrayOfStringsType AtAllMention?:boolean CanDelete?:boolean InferenceClassification?:
FlagType = FlagStatus: StartDate?:dateTime DueDate?:dateTime CompleteDate?:dateTime
FlagStatusType {NotFlagged Flagged Complete}
PredictedActionReasonType {None ConversationStarterIsYou OnlyRecipient ConversationContributions
  MarkedImportantBySender SenderIsManager SenderIsInManagementChain SenderIsDirectReport ActionBasedOnSender
  NameOnToLine NameOnCcLine ManagerPosition ReplyToAMessageFromMe PreviouslyFlagged ActionBasedOnRecipients
  ActionBasedOnSubjectWords ActionBasedOnBasedOnBodyWords}
EntityType = Position*:EmailPositionType
ArrayOfAddressesType = Address*
ArrayOfAddressEntitiesType = AddressEntity*:
AddressEntityType : EntityType = Address?
ArrayOfEmailAddressEntitiesType = EmailAddressEntity*:
EmailAddressEntityType : EntityType = EmailAddress?
ArrayOfPhonesType = Phone*:
PhoneType = OriginalPhoneString? PhoneString? Type?
ArrayOfPhoneEntitiesType = Phone*:PhoneEntityType
PhoneEntityType : EntityType = OriginalPhoneString? PhoneString? Type?
EmailPositionType {LatestReply Other Subject Signature}
ArrayOfEmailUsersType = EmailUser*:
EmailUserType = Name? UserId?
ArrayOfExtractedEmailAddresses = EmailAddress*
ParcelDeliveryEntityType = Carrier? TrackingNumber? TrackingUrl? ExpectedArrivalFrom? ExpectedArrivalUntil? Product?
  ProductUrl? ProductImage? ProductSku? ProductDescription? ProductBrand? ProductColor? OrderNumber? Seller?
  OrderStatus? AddressName? StreetAddress? AddressLocality? AddressRegion? AddressCountry? PostalCode?
InferenceClassificationType {Focused Other}
ArrayOfParcelDeliveryEntitiesType = ParcelDelivery*:ParcelDeliveryEntityType
FlightEntityType = FlightNumber? AirlineIataCode? DepartureTime? WindowsTimeZoneName? DepartureAirportIataCode?
  ArrivalAirportIataCode?
ArrayOfFlightsType = Flight*:FlightEntityType
FlightReservationEntityType = ReservationId? ReservationStatus? UnderName? BrokerName? BrokerPhone?
  Flights?:ArrayOfFlightsType
ArrayOfFlightReservationsType = FlightReservation*:FlightReservationEntityType
SenderAddInEntityType = ExtensionId?
ArrayOfSenderAddInsType = Microsoft.OutlookServices.SenderApp*:SenderAddInEntityType
EntityExtractionResultType = Addresses?:ArrayOfAddressEntitiesType MeetingSuggestions?:ArrayOfMeetingSuggestionsType
  TaskSuggestions?:ArrayOfTaskSuggestionsType EmailAddresses?:ArrayOfEmailAddressEntitiesType
  Contacts?:ArrayOfContactsType Urls?:ArrayOfUrlEntitiesType PhoneNumbers?:ArrayOfPhoneEntitiesType
  ParcelDeliveries?:ArrayOfParcelDeliveryEntitiesType FlightReservations?:ArrayOfFlightReservationsType
  SenderAddIns?:ArrayOfSenderAddInsType
RightsManagementLicenseDataType = RightsManagedMessageDecryptionStatus?:int RmsTemplateId? TemplateName?
  TemplateDescription? EditAllowed?:boolean ReplyAllowed?:boolean ReplyAllAllowed?:boolean ForwardAllowed?:boolean
  ModifyRecipientsAllowed?:boolean ExtractAllowed?:boolean PrintAllowed?:boolean ExportAllowed?:boolean
  ProgrammaticAccessAllowed?:boolean IsOwner?:boolean ContentOwner? ContentExpiryDate?
ArrayOfStringsType = String*
ArrayOfRealItemsType = ( Item: | Message: | CalendarItem: | Contact:ContactItemType | DistributionList: |
  MeetingMessage: | MeetingRequest:MeetingRequestMessageType | MeetingResponse:MeetingResponseMessageType |
  MeetingCancellation:MeetingCancellationMessageType | Task: | PostItem: | RoleMember:RoleMemberItemType |
  Network:NetworkItemType | Person:AbchPersonItemType )*
NonEmptyArrayOfAllItemsType = ( Item: | Message: | CalendarItem: | Contact:ContactItemType | DistributionList: |
  MeetingMessage: | MeetingRequest:MeetingRequestMessageType | MeetingResponse:MeetingResponseMessageType |
  MeetingCancellation:MeetingCancellationMessageType | Task: | PostItem: | ReplyToItem: | ForwardItem: |
  ReplyAllToItem: | AcceptItem: | TentativelyAcceptItem: | DeclineItem: | CancelCalendarItem: | RemoveItem: |
  SuppressReadReceipt: | PostReplyItem: | AcceptSharingInvitation: | RoleMember:RoleMemberItemType |
  Network:NetworkItemType | Person:AbchPersonItemType )+
AcceptItemType : MeetingRegistrationResponseObjectType =
TentativelyAcceptItemType : MeetingRegistrationResponseObjectType =
DeclineItemType : MeetingRegistrationResponseObjectType =
ProposeNewTimeType : ResponseObjectType =
RemoveItemType : ResponseObjectType =
PostReplyItemBaseType < ResponseObjectType = Subject? Body?: ReferenceItemId?:ItemIdType @ObjectName-
PostReplyItemType : PostReplyItemBaseType = NewBodyContent?:BodyType
MimeContentType : string = @CharacterSet
MessageDispositionType {SaveOnly SendOnly SendAndSaveCopy}
MessageType : ItemType = Sender?:SingleRecipientType ToRecipients?:ArrayOfRecipientsType
  CcRecipients?:ArrayOfRecipientsType BccRecipients?:ArrayOfRecipientsType IsReadReceiptRequested?:boolean
  IsDeliveryReceiptRequested?:boolean ConversationIndex?:base64Binary ConversationTopic? From?:SingleRecipientType
  InternetMessageId? IsRead?:boolean IsResponseRequested?:boolean References? ReplyTo?:ArrayOfRecipientsType
  ReceivedBy?:SingleRecipientType ReceivedRepresenting?:SingleRecipientType ApprovalRequestData?: VotingInformation?:
  ReminderMessageData?: SenderSMTPAddress?:SmtpAddressType MailboxGuids?:MessageTypeMailboxGuidsType
MessageTypeMailboxGuidsType = MailboxGuid+:GuidType
TaskStatusType {NotStarted InProgress Completed WaitingOnOthers Deferred}
TaskType : ItemType = ActualWork?:int AssignedTime?:dateTime BillingInformation? ChangeCount?:int
  Companies?:ArrayOfStringsType CompleteDate?:dateTime Contacts?:ArrayOfStringsType
  DelegationState?:TaskDelegateStateType Delegator? DueDate?:dateTime IsAssignmentEditable?:int IsComplete?:boolean
  IsRecurring?:boolean IsTeamTask?:boolean Mileage? Owner? PercentComplete?:double Recurrence?:TaskRecurrenceType
  StartDate?:dateTime Status?:TaskStatusType StatusDescription? TotalWork?:int
PostItemType : ItemType = ConversationIndex?:base64Binary ConversationTopic? From?:SingleRecipientType
  InternetMessageId? IsRead?:boolean PostedTime?:dateTime References? Sender?:SingleRecipientType
ResolveNamesSearchScopeType {ActiveDirectory ActiveDirectoryContacts Contacts ContactsActiveDirectory}
ReminderMinutesBeforeStartType | ReminderMinutesType ReminderNotSetType
ReminderNotSetType ~ int minInclusive=1525252321 maxInclusive=1525252321
ReminderMinutesType ~ int minInclusive=0 maxInclusive=2629800
PresentersType {Disabled Internal Everyone}
RecurringMasterItemIdType : BaseItemIdType = @OccurrenceId!:DerivedItemIdType @ChangeKey
RecurringMasterItemIdRangesType : ItemIdType = Ranges?:ArrayOfOccurrenceRangesType
abstract RegeneratingPatternBaseType : IntervalRecurrencePatternBaseType =
DailyRegeneratingPatternType : RegeneratingPatternBaseType =
WeeklyRegeneratingPatternType : RegeneratingPatternBaseType =
MonthlyRegeneratingPatternType : RegeneratingPatternBaseType =
YearlyRegeneratingPatternType : RegeneratingPatternBaseType =
ChangeHighlightsType = HasLocationChanged?:boolean Location? HasStartTimeChanged?:boolean Start?:dateTime
  HasEndTimeChanged?:boolean End?:dateTime
EmailAddressKeyType {EmailAddress1 EmailAddress2 EmailAddress3}
EmailAddressDictionaryType = Entry+:EmailAddressDictionaryEntryType
RoleMemberItemType : ItemType = DisplayName? Type?:RoleMemberTypeType MemberId?
NetworkItemType : ItemType = DomainId?:int DomainTag? UserTileUrl? ProfileUrl? Settings?:int IsDefault?:boolean
  AutoLinkError? AutoLinkSuccess? UserEmail? ClientPublishSecret? ClientToken? ClientToken2? ContactSyncError?
  ContactSyncSuccess? ErrorOffers?:int FirstAuthErrorDates? LastVersionSaved?:int LastWelcomeContact? Offers?:int
  PsaLastChanged?:dateTime RefreshToken2? RefreshTokenExpiry2? SessionHandle? RejectedOffers?:int SyncEnabled?:boolean
  TokenRefreshLastAttempted?:dateTime TokenRefreshLastCompleted?:dateTime PsaState? SourceEntryID?:base64Binary
  AccountName? LastSync?:dateTime
AbchPersonItemType : ItemType = AntiLinkInfo? PersonId?:GuidType ContactHandles?:ArrayOfAbchPersonContactHandlesType
  ContactCategories?:ArrayOfStringsType RelevanceOrder1? RelevanceOrder2? TrustLevel?:int FavoriteOrder?:int
  ExchangePersonIdGuid?:GuidType
SearchParametersType = Restriction: BaseFolderIds:NonEmptyArrayOfBaseFolderIdsType
  @Traversal:SearchFolderTraversalType
ArrayOfGroupIdType = ( GroupId:base64Binary )*
GroupedItemsType = GroupIndex Items:ArrayOfRealItemsType GroupSummary?:
ArrayOfGroupedItemsType = ( GroupedItems*: )
GroupSummaryType = GroupCount:int UnreadCount:int InstanceKey:base64Binary GroupByValue
EmailAddress = Name? Address RoutingType?
element Mailbox:EmailAddress
ApprovalRequestDataType = IsUndecidedApprovalRequest?:boolean ApprovalDecision?:int ApprovalDecisionMaker?
  ApprovalDecisionTime?:dateTime
ReminderMessageDataType = ReminderText? Location? StartTime?:dateTime EndTime?:dateTime
  AssociatedCalendarItemId?:ItemIdType
SendPromptType {None Send VotingOption}
VotingOptionDataType = DisplayName? SendPrompt?:
ArrayOfVotingOptionDataType = VotingOptionData*:
VotingInformationType = UserOptions?:ArrayOfVotingOptionDataType VotingResponse?
DistinguishedUserType {Default Anonymous}
ArrayOfUnknownEntriesType = ( UnknownEntry )*
EffectiveRightsType = CreateAssociated:boolean CreateContents:boolean CreateHierarchy:boolean Delete:boolean
  Modify:boolean Read:boolean ViewPrivateItems?:boolean
ConflictResultsType = Count:int
ConfigurationRequestDetailsType = ( ...* )
AcceptSharingInvitationType : ReferenceItemResponseType =
RetentionTagType : GuidType = @IsExplicit!:boolean
IconIndexType {Default PostItem MailRead MailUnread MailReplied MailForwarded MailEncrypted MailSmimeSigned
  MailEncryptedReplied MailSmimeSignedReplied MailEncryptedForwarded MailSmimeSignedForwarded MailEncryptedRead
  MailSmimeSignedRead MailIrm MailIrmForwarded MailIrmReplied SmsSubmitted SmsRoutedToDeliveryPoint
  SmsRoutedToExternalMessagingSystem SmsDelivered OutlookDefaultForContacts AppointmentItem AppointmentRecur
  AppointmentMeet AppointmentMeetRecur AppointmentMeetNY AppointmentMeetYes AppointmentMeetNo AppointmentMeetMaybe
  AppointmentMeetCancel AppointmentMeetInfo TaskItem TaskRecur TaskOwned TaskDelegated}
ArrayOfInboxReminderType = InboxReminder*:
InboxReminderType = Id?:GuidType ReminderOffset?:int Message? IsOrganizerReminder?:boolean
  OccurrenceChange?:EmailReminderChangeType SendOption?:EmailReminderSendOption
EmailReminderChangeType {None Added Override Deleted}
EmailReminderSendOption {NotSet User AllAttendees Staff Customer}
MentionActionType = Id CreatedBy:EmailAddressExtendedType CreatedDateTime? ServerCreatedDateTime? DeepLink?
  Application? Mentioned:EmailAddressExtendedType MentionText? ClientReference?
NonEmptyArrayOfMentionActionsType = MentionAction+:
AppliedHashtagType = Id CreatedBy:EmailAddressExtendedType CreatedDateTime? ServerCreatedDateTime? DeepLink?
  Application? Tag IsAutoTagged:boolean IsInlined:boolean
AppliedHashtagsPreviewType = Hashtags:ArrayOfStringsType
NonEmptyArrayOfAppliedHashtagType = AppliedHashtag+:
LikeType = Id CreatedBy:EmailAddressExtendedType CreatedDateTime? ServerCreatedDateTime? DeepLink? Application?
LikesPreviewType = LikeCount:int
MentionsPreviewType = IsMentioned:boolean
NonEmptyArrayOfLikeType = Like+:
"""
