"""Responses: the element of each operation and its type."""

TABLE = r"""
ResponseMessageType = ( MessageText? ResponseCode?: DescriptiveLinkKey?:int
  MessageXml?:ResponseMessageTypeMessageXmlType )? @ResponseClass!:ResponseClassType
ResponseMessageTypeMessageXmlType = ...*
ArrayOfResponseMessagesType = ( CreateItemResponseMessage:ItemInfoResponseMessageType | DeleteItemResponseMessage: |
  GetItemResponseMessage:ItemInfoResponseMessageType | UpdateItemResponseMessage: |
  SendItemResponseMessage:ResponseMessageType | DeleteFolderResponseMessage:ResponseMessageType |
  EmptyFolderResponseMessage:ResponseMessageType | CreateFolderResponseMessage:FolderInfoResponseMessageType |
  GetFolderResponseMessage:FolderInfoResponseMessageType | FindFolderResponseMessage: |
  UpdateFolderResponseMessage:FolderInfoResponseMessageType | MoveFolderResponseMessage:FolderInfoResponseMessageType
  | CreateAttachmentResponseMessage:AttachmentInfoResponseMessageType | DeleteAttachmentResponseMessage: |
  GetAttachmentResponseMessage:AttachmentInfoResponseMessageType |
  MarkAllItemsAsReadResponseMessage:ResponseMessageType | FindItemResponseMessage: |
  MoveItemResponseMessage:ItemInfoResponseMessageType | CopyItemResponseMessage:ItemInfoResponseMessageType |
  ResolveNamesResponseMessage: | ExpandDLResponseMessage: | GetServerTimeZonesResponseMessage: |
  GetEventsResponseMessage: | GetStreamingEventsResponseMessage: | SubscribeResponseMessage: |
  UnsubscribeResponseMessage:ResponseMessageType | SendNotificationResponseMessage: |
  SyncFolderHierarchyResponseMessage: | SyncFolderItemsResponseMessage: | ConvertIdResponseMessage: |
  GetUserConfigurationResponseMessage: )+
BaseResponseMessageType = ResponseMessages:ArrayOfResponseMessagesType
FolderInfoResponseMessageType : ResponseMessageType = Folders?:ArrayOfFoldersType
FindFolderResponseMessageType : ResponseMessageType = RootFolder?:FindFolderParentType
FindFolderResponseType : BaseResponseMessageType =
element FindFolderResponse:
DeleteFolderResponseType : BaseResponseMessageType =
element DeleteFolderResponse:
EmptyFolderResponseType : BaseResponseMessageType =
element EmptyFolderResponse:
CreateFolderResponseType : BaseResponseMessageType =
element CreateFolderResponse:
GetFolderResponseType : BaseResponseMessageType =
element GetFolderResponse:
UpdateFolderResponseType : BaseResponseMessageType =
element UpdateFolderResponse:
MoveFolderResponseType : BaseResponseMessageType =
element MoveFolderResponse:
ItemInfoResponseMessageType : ResponseMessageType = Items:ArrayOfRealItemsType
UpdateItemResponseMessageType : ItemInfoResponseMessageType = ConflictResults?:
AttachmentInfoResponseMessageType : ResponseMessageType = Attachments:ArrayOfAttachmentsType
DeleteAttachmentResponseMessageType : ResponseMessageType = RootItemId?:
SendItemResponseType : BaseResponseMessageType =
element SendItemResponse:
CreateAttachmentResponseType : BaseResponseMessageType =
element CreateAttachmentResponse:
DeleteAttachmentResponseType : BaseResponseMessageType =
element DeleteAttachmentResponse:
GetAttachmentResponseType : BaseResponseMessageType =
element GetAttachmentResponse:
CreateItemResponseType : BaseResponseMessageType =
element CreateItemResponse:
UpdateItemResponseType : BaseResponseMessageType =
element UpdateItemResponse:
GetItemResponseType : BaseResponseMessageType =
element GetItemResponse:
MoveItemResponseType : BaseResponseMessageType =
CopyItemResponseType : BaseResponseMessageType =
element MoveItemResponse:
element CopyItemResponse:
DeleteItemResponseType : BaseResponseMessageType =
element DeleteItemResponse:
DeleteItemResponseMessageType : ResponseMessageType =
FindItemResponseMessageType : ResponseMessageType = RootFolder?:FindItemParentType
  HighlightTerms?:ArrayOfHighlightTermsType
FindItemResponseType : BaseResponseMessageType =
element FindItemResponse:
ResolveNamesResponseMessageType : ResponseMessageType = ResolutionSet?:ArrayOfResolutionType
ResolveNamesResponseType : BaseResponseMessageType =
element ResolveNamesResponse:
element GetMailTipsResponse:GetMailTipsResponseMessageType
GetMailTipsResponseMessageType : ResponseMessageType = ResponseMessages?:ArrayOfMailTipsResponseMessageType
ArrayOfMailTipsResponseMessageType = MailTipsResponseMessageType+:MailTipsResponseMessageType
MailTipsResponseMessageType : ResponseMessageType = MailTips?:MailTips
ExpandDLResponseMessageType : ResponseMessageType = DLExpansion?:ArrayOfDLExpansionType @%FindResponsePagingAttributes
ExpandDLResponseType : BaseResponseMessageType =
element ExpandDLResponse:
GetServerTimeZonesResponseMessageType : ResponseMessageType = TimeZoneDefinitions:ArrayOfTimeZoneDefinitionType
GetServerTimeZonesResponseType : BaseResponseMessageType =
element GetServerTimeZonesResponse:
SubscribeResponseMessageType : ResponseMessageType = SubscriptionId?: Watermark?:
SubscribeResponseType : BaseResponseMessageType =
element SubscribeResponse:
UnsubscribeResponseType : BaseResponseMessageType =
element UnsubscribeResponse:
GetEventsResponseMessageType : ResponseMessageType = Notification?:
GetEventsResponseType : BaseResponseMessageType =
element GetEventsResponse:
GetStreamingEventsResponseMessageType : ResponseMessageType = Notifications?:NonEmptyArrayOfNotificationsType
  ErrorSubscriptionIds?:NonEmptyArrayOfSubscriptionIdsType ConnectionStatus?:
GetStreamingEventsResponseType : BaseResponseMessageType =
element GetStreamingEventsResponse:
SendNotificationResponseMessageType : ResponseMessageType = Notification:
SendNotificationResponseType : BaseResponseMessageType =
element SendNotification:SendNotificationResponseType
SendNotificationResultType = SubscriptionStatus:
element SendNotificationResult:
SyncFolderHierarchyResponseMessageType : ResponseMessageType = SyncState? IncludesLastFolderInRange?:boolean
  Changes?:SyncFolderHierarchyChangesType
SyncFolderHierarchyResponseType : BaseResponseMessageType =
element SyncFolderHierarchyResponse:
SyncFolderItemsResponseMessageType : ResponseMessageType = SyncState? IncludesLastItemInRange?:boolean
  Changes?:SyncFolderItemsChangesType
SyncFolderItemsResponseType : BaseResponseMessageType =
element SyncFolderItemsResponse:
FreeBusyResponseType = ResponseMessage?: FreeBusyView?:FreeBusyView
ArrayOfFreeBusyResponse = FreeBusyResponse*:
SuggestionsResponseType = ResponseMessage?: SuggestionDayResultArray?:ArrayOfSuggestionDayResult
GetUserAvailabilityResponseType = FreeBusyResponseArray?:ArrayOfFreeBusyResponse SuggestionsResponse?:
element GetUserAvailabilityResponse:
GetUserOofSettingsResponse = ResponseMessage: ^OofSettings? AllowExternalOof?:ExternalAudience
element GetUserOofSettingsResponse:GetUserOofSettingsResponse
SetUserOofSettingsResponse = ResponseMessage?:
element SetUserOofSettingsResponse:SetUserOofSettingsResponse
ConvertIdResponseType : BaseResponseMessageType =
element ConvertIdResponse:
ConvertIdResponseMessageType : ResponseMessageType = AlternateId?:AlternateIdBaseType
GetDelegateResponseMessageType : BaseDelegateResponseMessageType = DeliverMeetingRequests?:
ArrayOfDelegateUserResponseMessageType = DelegateUserResponseMessageType+:DelegateUserResponseMessageType
DelegateUserResponseMessageType : ResponseMessageType = DelegateUser?:
element GetDelegateResponse:GetDelegateResponseMessageType
abstract BaseDelegateResponseMessageType : ResponseMessageType =
  ResponseMessages?:ArrayOfDelegateUserResponseMessageType
AddDelegateResponseMessageType : BaseDelegateResponseMessageType =
element AddDelegateResponse:AddDelegateResponseMessageType
GetUserConfigurationResponseMessageType : ResponseMessageType = UserConfiguration?:
GetUserConfigurationResponseType : BaseResponseMessageType =
element GetUserConfigurationResponse:
GetRoomListsResponseMessageType : ResponseMessageType = RoomLists?:ArrayOfEmailAddressesType
element GetRoomListsResponse:GetRoomListsResponseMessageType
GetRoomsResponseMessageType : ResponseMessageType = Rooms?:ArrayOfRoomsType
element GetRoomsResponse:GetRoomsResponseMessageType
element GetServiceConfigurationResponse:GetServiceConfigurationResponseMessageType
GetServiceConfigurationResponseMessageType : ResponseMessageType =
  ResponseMessages?:ArrayOfServiceConfigurationResponseMessageType
ArrayOfServiceConfigurationResponseMessageType =
  ServiceConfigurationResponseMessageType+:ServiceConfigurationResponseMessageType
ServiceConfigurationResponseMessageType : ResponseMessageType = MailTipsConfiguration?:MailTipsServiceConfiguration
  UnifiedMessagingConfiguration?:UnifiedMessageServiceConfiguration
  ProtectionRulesConfiguration?:ProtectionRulesServiceConfiguration
  PolicyNudgeRulesConfiguration?:PolicyNudgeRulesServiceConfiguration
  SharePointURLsConfiguration?:SharePointURLsServiceConfiguration
GetInboxRulesResponseType : ResponseMessageType = OutlookRuleBlobExists?:boolean
element GetInboxRulesResponse:
MarkAllItemsAsReadResponseType : BaseResponseMessageType =
element MarkAllItemsAsReadResponse:
"""
