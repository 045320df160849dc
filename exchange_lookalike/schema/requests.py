"""Requests: the element of each operation and its type."""

TABLE = r"""
abstract BaseRequestType =
GetFolderType : BaseRequestType = FolderShape:FolderResponseShapeType FolderIds:NonEmptyArrayOfBaseFolderIdsType
element GetFolder:
CreateFolderType : BaseRequestType = ParentFolderId:TargetFolderIdType Folders:NonEmptyArrayOfFoldersType
element CreateFolder:
FindFolderType : BaseRequestType = FolderShape:FolderResponseShapeType ( IndexedPageFolderView:IndexedPageViewType |
  FractionalPageFolderView:FractionalPageViewType )? Restriction?: ParentFolderIds:NonEmptyArrayOfBaseFolderIdsType
  @Traversal!:FolderQueryTraversalType
element FindFolder:
DeleteFolderType : BaseRequestType = FolderIds:NonEmptyArrayOfBaseFolderIdsType @DeleteType!:DisposalType
element DeleteFolder:
EmptyFolderType : BaseRequestType = FolderIds:NonEmptyArrayOfBaseFolderIdsType @DeleteType!:DisposalType
  @DeleteSubFolders!:boolean
element EmptyFolder:
BaseMoveCopyFolderType : BaseRequestType = ToFolderId:TargetFolderIdType FolderIds:NonEmptyArrayOfBaseFolderIdsType
MoveFolderType : BaseMoveCopyFolderType =
element MoveFolder:
UpdateFolderType : BaseRequestType = FolderChanges:NonEmptyArrayOfFolderChangesType
element UpdateFolder:
GetItemType : BaseRequestType = ItemShape:ItemResponseShapeType ItemIds:NonEmptyArrayOfBaseItemIdsType
element GetItem:
CreateItemType : BaseRequestType = SavedItemFolderId?:TargetFolderIdType Items:NonEmptyArrayOfAllItemsType
  @MessageDisposition:MessageDispositionType @SendMeetingInvitations:CalendarItemCreateOrDeleteOperationType
element CreateItem:
UpdateItemType : BaseRequestType = SavedItemFolderId?:TargetFolderIdType ItemChanges:NonEmptyArrayOfItemChangesType
  @ConflictResolution!:ConflictResolutionType @MessageDisposition:MessageDispositionType
  @SendMeetingInvitationsOrCancellations:CalendarItemUpdateOperationType @SuppressReadReceipts:boolean
element UpdateItem:
DeleteItemType : BaseRequestType = ItemIds:NonEmptyArrayOfBaseItemIdsType @DeleteType!:DisposalType
  @SendMeetingCancellations:CalendarItemCreateOrDeleteOperationType
  @AffectedTaskOccurrences:AffectedTaskOccurrencesType @SuppressReadReceipts:boolean
element DeleteItem:
BaseMoveCopyItemType : BaseRequestType = ToFolderId:TargetFolderIdType ItemIds:NonEmptyArrayOfBaseItemIdsType
  ReturnNewItemIds?:boolean
MoveItemType : BaseMoveCopyItemType =
CopyItemType : BaseMoveCopyItemType =
element MoveItem:
element CopyItem:
SendItemType : BaseRequestType = ItemIds:NonEmptyArrayOfBaseItemIdsType SavedItemFolderId?:TargetFolderIdType
  @SaveItemToFolder!:boolean
element SendItem:
QueryStringType : string = @ResetCache:boolean @ReturnHighlightTerms:boolean @ReturnDeletedItems:boolean
FindItemType : BaseRequestType = ItemShape:ItemResponseShapeType ( IndexedPageItemView:IndexedPageViewType |
  FractionalPageItemView:FractionalPageViewType | SeekToConditionPageItemView:SeekToConditionPageViewType |
  CalendarView: | ContactsView: )? ( GroupBy: | DistinguishedGroupBy: )? Restriction?:
  SortOrder?:NonEmptyArrayOfFieldOrdersType ParentFolderIds:NonEmptyArrayOfBaseFolderIdsType QueryString?:
  @Traversal!:ItemQueryTraversalType
element FindItem:
CreateAttachmentType : BaseRequestType = ParentItemId:ItemIdType Attachments:NonEmptyArrayOfAttachmentsType
element CreateAttachment:
DeleteAttachmentType : BaseRequestType = AttachmentIds:NonEmptyArrayOfRequestAttachmentIdsType
element DeleteAttachment:
GetAttachmentType : BaseRequestType = AttachmentShape?:AttachmentResponseShapeType
  AttachmentIds:NonEmptyArrayOfRequestAttachmentIdsType
element GetAttachment:
ResolveNamesType : BaseRequestType = ParentFolderIds?:NonEmptyArrayOfBaseFolderIdsType
  UnresolvedEntry:NonEmptyStringType @ReturnFullContactData!:boolean
  @SearchScope:ResolveNamesSearchScopeType=ActiveDirectoryContacts @ContactDataShape:DefaultShapeNamesType
element ResolveNames:
GetMailTipsType : BaseRequestType = SendingAs:EmailAddressType Recipients:ArrayOfRecipientsType
  MailTipsRequested:MailTipTypes
element GetMailTips:
ExpandDLType : BaseRequestType = Mailbox:EmailAddressType
element ExpandDL:
GetServerTimeZonesType : BaseRequestType = Ids?:NonEmptyArrayOfTimeZoneIdType @ReturnFullTimeZoneData:boolean
element GetServerTimeZones:
SubscribeType : BaseRequestType = ( PullSubscriptionRequest: | PushSubscriptionRequest: |
  StreamingSubscriptionRequest: )
element Subscribe:
UnsubscribeType : BaseRequestType = SubscriptionId:
element Unsubscribe:
GetEventsType : BaseRequestType = SubscriptionId: Watermark:
element GetEvents:
GetStreamingEventsType : BaseRequestType = SubscriptionIds:NonEmptyArrayOfSubscriptionIdsType
  ConnectionTimeout:StreamingSubscriptionConnectionTimeoutType
element GetStreamingEvents:
SyncFolderHierarchyType : BaseRequestType = FolderShape:FolderResponseShapeType SyncFolderId?:TargetFolderIdType
  SyncState?
element SyncFolderHierarchy:
SyncFolderItemsType : BaseRequestType = ItemShape:ItemResponseShapeType SyncFolderId:TargetFolderIdType SyncState?
  Ignore?:ArrayOfBaseItemIdsType MaxChangesReturned:MaxSyncChangesReturnedType SyncScope?:SyncFolderItemsScopeType
element SyncFolderItems:
GetUserAvailabilityRequestType : BaseRequestType = ^TimeZone? MailboxDataArray:ArrayOfMailboxData
  ^FreeBusyViewOptions? ^SuggestionsViewOptions?
element GetUserAvailabilityRequest:
GetUserOofSettingsRequest : BaseRequestType = ^Mailbox
element GetUserOofSettingsRequest:GetUserOofSettingsRequest
SetUserOofSettingsRequest : BaseRequestType = ^Mailbox ^UserOofSettings
element SetUserOofSettingsRequest:SetUserOofSettingsRequest
ConvertIdType : BaseRequestType = SourceIds:NonEmptyArrayOfAlternateIdsType @DestinationFormat!:IdFormatType
element ConvertId:
GetDelegateType : BaseDelegateType = UserIds?:ArrayOfUserIdType @IncludePermissions!:boolean
element GetDelegate:
AddDelegateType : BaseDelegateType = DelegateUsers:ArrayOfDelegateUserType DeliverMeetingRequests?:
element AddDelegate:
abstract BaseDelegateType : BaseRequestType = Mailbox:EmailAddressType
GetUserConfigurationType : BaseRequestType = UserConfigurationName:
  UserConfigurationProperties:UserConfigurationPropertyType
element GetUserConfiguration:
GetRoomListsType : BaseRequestType =
element GetRoomLists:
GetRoomsType : BaseRequestType = RoomList:EmailAddressType
element GetRooms:
ArrayOfServiceConfigurationType = ( ConfigurationName:ServiceConfigurationType )+
GetServiceConfigurationType : BaseRequestType = ActingAs?:EmailAddressType
  RequestedConfiguration:ArrayOfServiceConfigurationType ConfigurationRequestDetails?:
element GetServiceConfiguration:
GetInboxRulesRequestType : BaseRequestType = MailboxSmtpAddress?
element GetInboxRules:GetInboxRulesRequestType
MarkAllItemsAsReadType : BaseRequestType = ReadFlag:boolean SuppressReadReceipts:boolean
  FolderIds:NonEmptyArrayOfBaseFolderIdsType
element MarkAllItemsAsRead:
"""

NOT_SERVED = frozenset(
    """
    AddDistributionGroupToImList AddImContactToGroup AddImGroup AddNewImContactToGroup
    AddNewTelUriContactToGroup AddTag ApplyConversationAction ArchiveItem CopyFolder CreateFolderPath
    CreateManagedFolder CreateMeetingInstanceRequest CreateMeetingSpace CreateOrUpdateFocusedOtherOverride
    CreateUserConfiguration DeleteFocusedOtherOverride DeleteMeetingInstanceRequest DeleteMeetingSpace
    DeleteSearchSuggestion DeleteUserConfiguration DisableApp DisconnectPhoneCall EndInstantSearchSession
    EndSearchSession ExecuteSearch ExportItems FindAvailableMeetingTimes FindConversation
    FindMailboxStatisticsByKeywords FindMeetingSpaceByJoinUrl FindMeetingTimeCandidates
    FindMessageTrackingReport FindPeople FindTags GetAppManifests GetAppMarketplaceUrl GetClientAccessToken
    GetConversationItems GetDiscoverySearchConfiguration GetFocusedOtherOverrides GetHoldOnMailboxes
    GetImItemList GetImItems GetLastPrivateCatalogUpdate GetMeetingInstanceRequest GetMeetingSpace
    GetMessageTrackingReport GetNonIndexableItemDetails GetNonIndexableItemStatistics GetOMEConfiguration
    GetPasswordExpirationDate GetPersona GetPhoneCallInformation GetPrivateCatalogAddIns GetReminders
    GetSearchSuggestions GetSearchableMailboxes GetSharingFolder GetSharingMetadata GetSpecificUserConfiguration
    GetUserPhoto GetUserRetentionPolicyTags HideTag InstallApp MarkAsJunk PerformInstantSearch
    PerformReminderAction PlayOnPhone RefreshSharingFolder RegisterConsent RemoveContactFromImList
    RemoveDelegate RemoveDistributionGroupFromImList RemoveImContactFromGroup RemoveImGroup ReportMessage
    SearchMailboxes SetHoldOnMailboxes SetImGroup SetImListMigrationCompleted SetOMEConfiguration SetTeamMailbox
    SetUserPhoto StartSearchSession UninstallApp UnpinTeamMailbox UpdateDelegate UpdateInboxRules
    UpdateItemInRecoverableItems UpdateMeetingInstanceRequest UpdateMeetingSpace UpdateUserConfiguration
    UploadItems
    """.split()  # noqa: SIM905
)
"""Operations of Exchange that the look-alike does not have."""
