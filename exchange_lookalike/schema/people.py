"""People, contacts, delegates, mail tips, and the SOAP headers (MS-OXWSCONT, MS-OXWSDLGM, MS-OXWSMTIPS)."""

TABLE = r"""
MailboxCultureType : language = @...
element MailboxCulture:
NonEmptyArrayOfRoleType = Role+
ManagementRoleType = UserRoles?:NonEmptyArrayOfRoleType ApplicationRoles?:NonEmptyArrayOfRoleType
element ManagementRole:
SidAndAttributesType = SecurityIdentifier @Attributes!:unsignedInt
NonEmptyArrayOfGroupIdentifiersType = GroupIdentifier+:SidAndAttributesType
NonEmptyArrayOfRestrictedGroupIdentifiersType = RestrictedGroupIdentifier+:SidAndAttributesType
SerializedSecurityContextType = UserSid GroupSids?:NonEmptyArrayOfGroupIdentifiersType
  RestrictedGroupSids?:NonEmptyArrayOfRestrictedGroupIdentifiersType PrimarySmtpAddress? @...
element SerializedSecurityContext:
ConnectingSIDType = ( PrincipalName: | SID: | PrimarySmtpAddress: | SmtpAddress: )
PrincipalNameType : NonEmptyStringType =
SIDType : NonEmptyStringType =
PrimarySmtpAddressType : NonEmptyStringType =
SmtpAddressType : NonEmptyStringType =
ExchangeImpersonationType = ConnectingSID: @...
element ExchangeImpersonation:
SpecialLogonTypeType {Admin SystemService}
OpenAsAdminOrSystemServiceType = ConnectingSID: @LogonType!:SpecialLogonTypeType @BudgetType:int @...
element OpenAsAdminOrSystemService:
ExchangeVersionType {Exchange2007 Exchange2007_SP1 Exchange2009 Exchange2010 Exchange2010_SP1 Exchange2010_SP2
  Exchange2012 Exchange2013 Exchange2013_SP1 Exchange2015 Exchange2016 V2015_10_05 V2016_01_06 V2016_04_13 V2016_07_13
  V2016_10_10}
element ServerVersionInfo:
ServerVersionInfoType = @MajorVersion:int @MinorVersion:int @MajorBuildNumber:int @MinorBuildNumber:int @Version
element RequestServerVersion:
RequestServerVersionType = @Version!:ExchangeVersionType @...
DateTimePrecisionType {Seconds Milliseconds}
element DateTimePrecision:
ArrayOfEmailAddressesType = Address*:EmailAddressType
DirectoryEntryType = Id?:EmailAddressType
RoomType : DirectoryEntryType =
ArrayOfRoomsType = Room*:
ConflictResolutionType {NeverOverwrite AutoResolve AlwaysOverwrite}
ContactsFolderType : BaseFolderType = SharingEffectiveRights?:PermissionReadAccessType PermissionSet?: SourceId?
  AccountName?
ArrayOfUrlEntitiesType = UrlEntity*:
UrlEntityType : EntityType = Url?
ArrayOfContactsType = Contact*:
ContactType : EntityType = PersonName? BusinessName? PhoneNumbers?:ArrayOfPhonesType Urls?:ArrayOfUrlsType
  EmailAddresses?:ArrayOfExtractedEmailAddresses Addresses?:ArrayOfAddressesType ContactString?
ArrayOfUrlsType = Url*
PersonaPostalAddressType = Street? City? State? Country? PostalCode? PostOfficeBox? Type? Latitude?:double
  Longitude?:double Accuracy?:double Altitude?:double AltitudeAccuracy?:double FormattedAddress? LocationUri?
  LocationSource?:
TaskDelegateStateType {NoMatch OwnNew Owned Accepted Declined Max}
ResolutionType = Mailbox:EmailAddressType Contact?:ContactItemType
ArrayOfResolutionType = Resolution{0,100}:ResolutionType @%FindResponsePagingAttributes
ArrayOfDLExpansionType = Mailbox*:EmailAddressType @%FindResponsePagingAttributes
RoleMemberTypeType {None Passport Everyone Email Phone SkypeId ExternalId Group Guid Role Service Circle Domain
  Partner}
ImAddressKeyType {ImAddress1 ImAddress2 ImAddress3}
AbchEmailAddressTypeType {Personal Business Other Passport}
ContactUrlKeyType {Personal Business Attachment EbcDisplayDefinition EbcFinalImage EbcLogo Feed Image InternalMarker
  Other}
PhoneNumberKeyType {AssistantPhone BusinessFax BusinessPhone BusinessPhone2 Callback CarPhone CompanyMainPhone HomeFax
  HomePhone HomePhone2 Isdn MobilePhone OtherFax OtherTelephone Pager PrimaryPhone RadioPhone Telex TtyTddPhone
  BusinessMobile IPPhone Mms Msn}
PhysicalAddressIndexType {None Home Business Other}
PhysicalAddressKeyType {Home Business Other}
FileAsMappingType {None LastCommaFirst FirstSpaceLast Company LastCommaFirstCompany CompanyLastFirst LastFirst
  LastFirstCompany CompanyLastCommaFirst LastFirstSuffix LastSpaceFirstCompany CompanyLastSpaceFirst LastSpaceFirst
  DisplayName FirstName LastFirstMiddleSuffix LastName Empty}
ContactSourceType {ActiveDirectory Store}
CompleteNameType = Title? FirstName? MiddleName? LastName? Suffix? Initials? FullName? Nickname? YomiFirstName?
  YomiLastName?
ImAddressDictionaryEntryType : string = @Key!:ImAddressKeyType
ContactUrlDictionaryEntryType = Type:ContactUrlKeyType Name? Address?
AbchEmailAddressDictionaryEntryType = Type:AbchEmailAddressTypeType Address IsMessengerEnabled?:boolean
  Capabilities?:long
EmailAddressDictionaryEntryType : string = @Key!:EmailAddressKeyType @Name @RoutingType @MailboxType:MailboxTypeType
PhoneNumberDictionaryEntryType : string = @Key!:PhoneNumberKeyType
PhysicalAddressDictionaryEntryType = Street? City? State? CountryOrRegion? PostalCode? @Key!:PhysicalAddressKeyType
ContactUrlDictionaryType = Url+:ContactUrlDictionaryEntryType
AbchEmailAddressDictionaryType = Email+:AbchEmailAddressDictionaryEntryType
ImAddressDictionaryType = Entry+:ImAddressDictionaryEntryType
PhoneNumberDictionaryType = Entry+:PhoneNumberDictionaryEntryType
PhysicalAddressDictionaryType = Entry+:PhysicalAddressDictionaryEntryType
MemberStatusType {Unrecognized Normal Demoted}
MembersListType = Member*:
MemberType = Mailbox?:EmailAddressType Status?:MemberStatusType @Key
ArrayOfAbchPersonContactHandlesType = ContactHandle*:AbchPersonContactHandle
AbchPersonContactHandle = SourceId ObjectId AccountName?
ContactItemType : ItemType = FileAs? FileAsMapping?: DisplayName? GivenName? Initials? MiddleName? Nickname?
  CompleteName?: CompanyName? EmailAddresses?:EmailAddressDictionaryType
  AbchEmailAddresses?:AbchEmailAddressDictionaryType PhysicalAddresses?:PhysicalAddressDictionaryType
  PhoneNumbers?:PhoneNumberDictionaryType AssistantName? Birthday?:dateTime BusinessHomePage?:anyURI
  Children?:ArrayOfStringsType Companies?:ArrayOfStringsType ContactSource?: Department? Generation?
  ImAddresses?:ImAddressDictionaryType JobTitle? Manager? Mileage? OfficeLocation?
  PostalAddressIndex?:PhysicalAddressIndexType Profession? SpouseName? Surname? WeddingAnniversary?:dateTime
  HasPicture?:boolean PhoneticFullName? PhoneticFirstName? PhoneticLastName? Alias? Notes? Photo?:base64Binary
  UserSMIMECertificate?:ArrayOfBinaryType MSExchangeCertificate?:ArrayOfBinaryType DirectoryId?
  ManagerMailbox?:SingleRecipientType DirectReports?:ArrayOfRecipientsType AccountName? IsAutoUpdateDisabled?:boolean
  IsMessengerEnabled?:boolean Comment? ContactShortId?:int ContactType? Gender? IsHidden?:boolean ObjectId?
  PassportId?:long IsPrivate?:boolean SourceId? TrustLevel?:int CreatedBy? Urls?:ContactUrlDictionaryType Cid?:long
  SkypeAuthCertificate? SkypeContext? SkypeId? SkypeRelationship? YomiNickname? XboxLiveTag? InviteFree?:boolean
  HidePresenceAndProfile?:boolean IsPendingOutbound?:boolean SupportGroupFeeds?:boolean UserTileHash?
  UnifiedInbox?:boolean Mris?:ArrayOfStringsType Wlid? AbchContactId?:GuidType NotInBirthdayCalendar?:boolean
  ShellContactType? ImMri? PresenceTrustLevel?:int OtherMri? ProfileLastChanged? MobileIMEnabled?:boolean
  PartnerNetworkProfilePhotoUrl? PartnerNetworkThumbnailPhotoUrl? PersonId? ConversationGuid?:GuidType
ArrayOfBinaryType = Base64Binary*:base64Binary
DistributionListType : ItemType = DisplayName? FileAs? ContactSource?: Members?:MembersListType
IdFormatType {EwsLegacyId EwsId EntryId HexEntryId StoreId OwaId}
abstract AlternateIdBaseType = @Format!:IdFormatType
AlternateIdType : AlternateIdBaseType = @Id! @Mailbox!:NonEmptyStringType @IsArchive:boolean
AlternatePublicFolderIdType : AlternateIdBaseType = @FolderId!
AlternatePublicFolderItemIdType : AlternatePublicFolderIdType = @ItemId!
NonEmptyArrayOfAlternateIdsType = ( AlternateId: | AlternatePublicFolderId: | AlternatePublicFolderItemId: )+
UserIdType = SID? PrimarySmtpAddress? DisplayName? DistinguishedUser?: ExternalUserIdentity?
ArrayOfPermissionsType = ( Permission: )*
ArrayOfCalendarPermissionsType = ( CalendarPermission: )*
PermissionReadAccessType {None FullDetails}
CalendarPermissionReadAccessType {None TimeOnly TimeAndSubjectAndLocation FullDetails}
abstract BasePermissionType = UserId: CanCreateItems?:boolean CanCreateSubFolders?:boolean IsFolderOwner?:boolean
  IsFolderVisible?:boolean IsFolderContact?:boolean EditItems?:PermissionActionType DeleteItems?:PermissionActionType
PermissionType : BasePermissionType = ReadItems?:PermissionReadAccessType PermissionLevel:
CalendarPermissionType : BasePermissionType = ReadItems?:CalendarPermissionReadAccessType CalendarPermissionLevel:
PermissionActionType {None Owned All}
PermissionLevelType {None Owner PublishingEditor Editor PublishingAuthor Author NoneditingAuthor Reviewer Contributor
  Custom}
CalendarPermissionLevelType {None Owner PublishingEditor Editor PublishingAuthor Author NoneditingAuthor Reviewer
  Contributor FreeBusyTimeOnly FreeBusyTimeAndSubjectAndLocation Custom}
PermissionSetType = Permissions:ArrayOfPermissionsType UnknownEntries?:ArrayOfUnknownEntriesType
CalendarPermissionSetType = CalendarPermissions:ArrayOfCalendarPermissionsType
  UnknownEntries?:ArrayOfUnknownEntriesType
ArrayOfDelegateUserType = DelegateUser+:
ArrayOfUserIdType = UserId+:
DelegateUserType = UserId: DelegatePermissions?: ReceiveCopiesOfMeetingMessages?:boolean ViewPrivateItems?:boolean
DelegatePermissionsType = CalendarFolderPermissionLevel?:DelegateFolderPermissionLevelType
  TasksFolderPermissionLevel?:DelegateFolderPermissionLevelType
  InboxFolderPermissionLevel?:DelegateFolderPermissionLevelType
  ContactsFolderPermissionLevel?:DelegateFolderPermissionLevelType
  NotesFolderPermissionLevel?:DelegateFolderPermissionLevelType
  JournalFolderPermissionLevel?:DelegateFolderPermissionLevelType
DelegateFolderPermissionLevelType {None Editor Reviewer Author Custom}
MailTipTypes [MailTipWord]
MailTipWord {All OutOfOfficeMessage MailboxFullStatus CustomMailTip ExternalMemberCount TotalMemberCount
  MaxMessageSize DeliveryRestriction ModerationStatus InvalidRecipient Scope RecipientSuggestions}
OutOfOfficeMailTip = ReplyBody:ReplyBody Duration?:Duration
SmtpDomainList = Domain*:SmtpDomain
SmtpDomain = @Name! @IncludeSubdomains:boolean
MailTips = RecipientAddress:EmailAddressType PendingMailTips:MailTipTypes OutOfOffice?:OutOfOfficeMailTip
  MailboxFull?:boolean CustomMailTip? TotalMemberCount?:int ExternalMemberCount?:int MaxMessageSize?:int
  DeliveryRestricted?:boolean IsModerated?:boolean InvalidRecipient?:boolean Scope?:int
  RecipientSuggestions?:ArrayOfRecipientSuggestionsType
ServiceConfigurationType [ServiceConfigurationWord]
ServiceConfigurationWord {MailTips UnifiedMessagingConfiguration ProtectionRules PolicyNudges SharePointURLs}
ServiceConfiguration =
MailTipsServiceConfiguration : ServiceConfiguration = MailTipsEnabled:boolean MaxRecipientsPerGetMailTipsRequest:int
  MaxMessageSize:int LargeAudienceThreshold:int ShowExternalRecipientCount:boolean InternalDomains:SmtpDomainList
  PolicyTipsEnabled:boolean LargeAudienceCap:int
UnifiedMessageServiceConfiguration : ServiceConfiguration = UmEnabled:boolean PlayOnPhoneDialString
  PlayOnPhoneEnabled:boolean
SharePointURLsServiceConfiguration : ServiceConfiguration = InternalSPMySiteHostURL ExternalSPMySiteHostURL
UserConfigurationNameType : TargetFolderIdType = @Name!:NonEmptyStringType
UserConfigurationDictionaryObjectTypesType {DateTime Boolean Byte String Integer32 UnsignedInteger32 Integer64
  UnsignedInteger64 StringArray ByteArray}
UserConfigurationDictionaryObjectType = Type:UserConfigurationDictionaryObjectTypesType Value+
UserConfigurationDictionaryEntryType = DictionaryKey:UserConfigurationDictionaryObjectType
  DictionaryValue~:UserConfigurationDictionaryObjectType
UserConfigurationDictionaryType = DictionaryEntry*:UserConfigurationDictionaryEntryType
UserConfigurationType = UserConfigurationName: ItemId?: Dictionary?:UserConfigurationDictionaryType
  XmlData?:base64Binary BinaryData?:base64Binary
UserConfigurationPropertyType [UserConfigurationPropertyWord]
UserConfigurationPropertyWord {Id Dictionary XmlData BinaryData All}
ProtectionRulesServiceConfiguration : ServiceConfiguration = Rules:ArrayOfProtectionRulesType
  InternalDomains:SmtpDomainList @RefreshInterval!:ProtectionRulesServiceConfigurationRefreshIntervalType
ProtectionRulesServiceConfigurationRefreshIntervalType ~ int minInclusive=1
ArrayOfProtectionRulesType = Rule*:ProtectionRuleType
ProtectionRuleType = Condition:ProtectionRuleConditionType Action:ProtectionRuleActionType
  @Name!:ProtectionRuleTypeNameType @UserOverridable!:boolean @Priority!:ProtectionRuleTypePriorityType
ProtectionRuleTypePriorityType ~ int minInclusive=1
ProtectionRuleTypeNameType ~ string minLength=1
ProtectionRuleConditionType = ( AllInternal:ProtectionRuleAllInternalType | And:ProtectionRuleAndType |
  RecipientIs:ProtectionRuleRecipientIsType | SenderDepartments:ProtectionRuleSenderDepartmentsType |
  True:ProtectionRuleTrueType )
ProtectionRuleAndType = ( AllInternal:ProtectionRuleAllInternalType | And:ProtectionRuleAndType |
  RecipientIs:ProtectionRuleRecipientIsType | SenderDepartments:ProtectionRuleSenderDepartmentsType |
  True:ProtectionRuleTrueType )+
ProtectionRuleRecipientIsType = Value+:ProtectionRuleValueType
ProtectionRuleSenderDepartmentsType = Value+:ProtectionRuleValueType
ProtectionRuleTrueType ~ string length=0
ProtectionRuleAllInternalType ~ string length=0
ProtectionRuleValueType ~ string minLength=1
ProtectionRuleActionKindType {RightsProtectMessage}
ProtectionRuleActionType = Argument*:ProtectionRuleArgumentType @Name!:ProtectionRuleActionKindType
ProtectionRuleArgumentType = @Value!:ProtectionRuleArgumentTypeValueType
ProtectionRuleArgumentTypeValueType ~ string minLength=1
PolicyNudgeRulesServiceConfiguration = ...*
"""

HEADERS = frozenset({
    "DateTimePrecision", "ExchangeImpersonation", "MailboxCulture", "ManagementRole", "OpenAsAdminOrSystemService",
    "SerializedSecurityContext", "TimeZoneContext",
})  # fmt: skip
"""Blocks of the SOAP header that a request may carry. RequestServerVersion has an error code of its own."""
