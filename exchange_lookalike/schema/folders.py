"""Folders, their changes, subscriptions and events (MS-OXWSFOLD, MS-OXWSSYNC, MS-OXWSNTIF)."""

TABLE = r"""
FolderChangeDescriptionType : ChangeDescriptionType =
SetFolderFieldType : FolderChangeDescriptionType = ( Folder: | CalendarFolder: | ContactsFolder: | SearchFolder: |
  TasksFolder: )
DeleteFolderFieldType : FolderChangeDescriptionType =
AppendToFolderFieldType : FolderChangeDescriptionType = ( Folder: | CalendarFolder: | ContactsFolder: | SearchFolder:
  | TasksFolder: )
NonEmptyArrayOfFolderChangeDescriptionsType = ( AppendToFolderField: | SetFolderField: | DeleteFolderField: )+
SyncFolderItemsCreateOrUpdateType = ( Item: | Message: | CalendarItem: | Contact:ContactItemType | DistributionList: |
  MeetingMessage: | MeetingRequest:MeetingRequestMessageType | MeetingResponse:MeetingResponseMessageType |
  MeetingCancellation:MeetingCancellationMessageType | Task: | PostItem: | RoleMember:RoleMemberItemType |
  Network:NetworkItemType | Person:AbchPersonItemType )
abstract BaseFolderIdType =
DistinguishedFolderIdNameType {calendar contacts deleteditems drafts inbox journal notes outbox sentitems tasks
  msgfolderroot publicfoldersroot root junkemail searchfolders voicemail recoverableitemsroot
  recoverableitemsdeletions recoverableitemsversions recoverableitemspurges recoverableitemsdiscoveryholds archiveroot
  archivemsgfolderroot archivedeleteditems archiveinbox archiverecoverableitemsroot archiverecoverableitemsdeletions
  archiverecoverableitemsversions archiverecoverableitemspurges archiverecoverableitemsdiscoveryholds syncissues
  conflicts localfailures serverfailures recipientcache quickcontacts conversationhistory adminauditlogs todosearch
  mycontacts directory imcontactlist peopleconnect favorites mecontact personmetadata teamspaceactivity
  teamspacemessaging teamspaceworkitems scheduled orionnotes tagitems alltaggeditems externalcontacts teamchat
  yammerroot yammerinbound yammeroutbound yammerfeeds onedriveroot onedriverecylebin onedrivesystem onedrivevolume}
DistinguishedFolderIdType : BaseFolderIdType = Mailbox?:EmailAddressType @Id!:DistinguishedFolderIdNameType @ChangeKey
FolderIdType : BaseFolderIdType = @Id! @ChangeKey
NonEmptyArrayOfBaseFolderIdsType = ( FolderId: | DistinguishedFolderId: )+
TargetFolderIdType = ( FolderId: | DistinguishedFolderId: | AddressListId: )
FindFolderParentType = Folders?:ArrayOfFoldersType @%FindResponsePagingAttributes
abstract BaseFolderType = FolderId?: ParentFolderId?:FolderIdType FolderClass? DisplayName? TotalCount?:int
  ChildFolderCount?:int ExtendedProperty*: ManagedFolderInformation?: EffectiveRights?:
  DistinguishedFolderId?:DistinguishedFolderIdNameType PolicyTag?:RetentionTagType ArchiveTag?:RetentionTagType
  ReplicaList?:ArrayOfStringsType
ManagedFolderInformationType = CanDelete?:boolean CanRenameOrMove?:boolean MustDisplayComment?:boolean
  HasQuota?:boolean IsManagedFoldersRoot?:boolean ManagedFolderId? Comment? StorageQuota?:int FolderSize?:int
  HomePage?
FolderType : BaseFolderType = PermissionSet?: UnreadCount?:int
CalendarFolderType : BaseFolderType = SharingEffectiveRights?:CalendarPermissionReadAccessType
  PermissionSet?:CalendarPermissionSetType
SearchFolderType : FolderType = SearchParameters?:
TasksFolderType : FolderType =
NonEmptyArrayOfFoldersType = ( Folder: | CalendarFolder: | ContactsFolder: | SearchFolder: | TasksFolder: )+
ArrayOfFoldersType = ( Folder: | CalendarFolder: | ContactsFolder: | SearchFolder: | TasksFolder: )*
FolderChangeType = ( FolderId: | DistinguishedFolderId: ) Updates:NonEmptyArrayOfFolderChangeDescriptionsType
NonEmptyArrayOfFolderChangesType = FolderChange+:
WatermarkType ~ NonEmptyStringType
SubscriptionIdType ~ NonEmptyStringType
BaseNotificationEventType = Watermark?:
BaseObjectChangedEventType : BaseNotificationEventType = TimeStamp:dateTime ( FolderId: | ItemId: )
  ParentFolderId:FolderIdType
ModifiedEventType : BaseObjectChangedEventType = UnreadCount?:int
MovedCopiedEventType : BaseObjectChangedEventType = ( OldFolderId:FolderIdType | OldItemId:ItemIdType )
  OldParentFolderId:FolderIdType
NonEmptyArrayOfNotificationEventTypesType = ( EventType:NotificationEventTypeType )+
SubscriptionTimeoutType ~ int minInclusive=1 maxInclusive=1440
SubscriptionStatusFrequencyType ~ int minInclusive=1 maxInclusive=1440
abstract BaseSubscriptionRequestType = FolderIds?:NonEmptyArrayOfBaseFolderIdsType
  EventTypes:NonEmptyArrayOfNotificationEventTypesType Watermark?: @SubscribeToAllFolders:boolean
PushSubscriptionRequestType : BaseSubscriptionRequestType = StatusFrequency:SubscriptionStatusFrequencyType URL
  CallerData?
PullSubscriptionRequestType : BaseSubscriptionRequestType = Timeout:SubscriptionTimeoutType
StreamingSubscriptionRequestType = FolderIds?:NonEmptyArrayOfBaseFolderIdsType
  EventTypes:NonEmptyArrayOfNotificationEventTypesType @SubscribeToAllFolders:boolean
SubscriptionStatusType {OK Unsubscribe}
NonEmptyArrayOfSubscriptionIdsType = SubscriptionId+:
NonEmptyArrayOfNotificationsType = Notification*:
StreamingSubscriptionConnectionTimeoutType ~ int minInclusive=1 maxInclusive=30
ConnectionStatusType {OK Closed}
SyncFolderItemsDeleteType = ItemId:
SyncFolderItemsReadFlagType = ItemId: IsRead:boolean
SyncFolderItemsChangesType = ( Create:SyncFolderItemsCreateOrUpdateType | Update:SyncFolderItemsCreateOrUpdateType |
  Delete:SyncFolderItemsDeleteType | ReadFlagChange:SyncFolderItemsReadFlagType )*
SyncFolderHierarchyCreateOrUpdateType = ( Folder: | CalendarFolder: | ContactsFolder: | SearchFolder: | TasksFolder: )
SyncFolderHierarchyDeleteType = FolderId:
SyncFolderHierarchyChangesType = ( Create:SyncFolderHierarchyCreateOrUpdateType |
  Update:SyncFolderHierarchyCreateOrUpdateType | Delete:SyncFolderHierarchyDeleteType )*
MaxSyncChangesReturnedType ~ int minInclusive=1 maxInclusive=512
SyncFolderItemsScopeType {NormalItems NormalAndAssociatedItems}
ArrayOfEventIDType = ( EventToDeleteID )*
"""
