"""Calendar items, meeting messages, recurrences, time zones, free/busy, automatic replies (MS-OXWSCAL, MS-OXWSMTGS)."""

TABLE = r"""
SmartResponseType : SmartResponseBaseType = NewBodyContent?:BodyType
CancelCalendarItemType : SmartResponseType =
ReferenceItemResponseType < ResponseObjectType = ReferenceItemId?:ItemIdType @ObjectName-
ArrayOfMeetingSuggestionsType = MeetingSuggestion+:
MeetingSuggestionType : EntityType = Attendees?:ArrayOfEmailUsersType Location? Subject? MeetingString?
  StartTime?:dateTime EndTime?:dateTime
ArrayOfTaskSuggestionsType = TaskSuggestion+:
TaskSuggestionType : EntityType = TaskString? Assignees?:ArrayOfEmailUsersType
MeetingRegistrationResponseObjectType : WellKnownResponseObjectType = ProposedStart?:dateTime ProposedEnd?:dateTime
AddItemToMyCalendarType : ResponseObjectType =
CalendarItemCreateOrDeleteOperationType {SendToNone SendOnlyToAll SendToAllAndSaveCopy}
CalendarItemUpdateOperationType {SendToNone SendOnlyToAll SendOnlyToChanged SendToAllAndSaveCopy
  SendToChangedAndSaveCopy}
AffectedTaskOccurrencesType {AllOccurrences SpecifiedOccurrenceOnly}
NonEmptyArrayOfTimeZoneIdType = Id+
ArrayOfTimeZoneDefinitionType = ( TimeZoneDefinition: )*
MeetingRequestTypeType {None FullUpdate InformationalUpdate NewMeetingRequest Outdated SilentUpdate
  PrincipalWantsCopy}
LegacyFreeBusyType {Free Tentative Busy OOF WorkingElsewhere NoData}
CalendarItemTypeType {Single Occurrence Exception RecurringMaster}
ResponseTypeType {Unknown Organizer Tentative Accept Decline NoResponseReceived}
OnlineMeetingSettingsType = LobbyBypass: AccessLevel:OnlineMeetingAccessLevelType Presenters:
LobbyBypassType {Disabled EnabledForGatewayParticipants}
OnlineMeetingAccessLevelType {Locked Invited Internal Everyone}
AttendeeType = Mailbox:EmailAddressType ResponseType?: LastResponseTime?:dateTime ProposedStart?:dateTime
  ProposedEnd?:dateTime
NonEmptyArrayOfAttendeesType = Attendee+:
OccurrenceItemIdType : BaseItemIdType = @RecurringMasterId!:DerivedItemIdType @ChangeKey @InstanceIndex!:int
ArrayOfOccurrenceRangesType = Range+:OccurrencesRangeType
OccurrencesRangeType = @Start:dateTime @End:dateTime @Count:int @CompareOriginalStartTime:boolean
DayOfWeekType {Sunday Monday Tuesday Wednesday Thursday Friday Saturday Day Weekday WeekendDay}
DaysOfWeekType [DayOfWeekType]
DayOfWeekIndexType {First Second Third Fourth Last}
MonthNamesType {January February March April May June July August September October November December}
abstract RecurrencePatternBaseType =
abstract IntervalRecurrencePatternBaseType : RecurrencePatternBaseType = Interval:int
RelativeYearlyRecurrencePatternType : RecurrencePatternBaseType = DaysOfWeek:DayOfWeekType DayOfWeekIndex:
  Month:MonthNamesType
AbsoluteYearlyRecurrencePatternType : RecurrencePatternBaseType = DayOfMonth:int Month:MonthNamesType
RelativeMonthlyRecurrencePatternType : IntervalRecurrencePatternBaseType = DaysOfWeek:DayOfWeekType DayOfWeekIndex:
AbsoluteMonthlyRecurrencePatternType : IntervalRecurrencePatternBaseType = DayOfMonth:int
WeeklyRecurrencePatternType : IntervalRecurrencePatternBaseType = DaysOfWeek: FirstDayOfWeek?:DayOfWeekType
DailyRecurrencePatternType : IntervalRecurrencePatternBaseType =
LocationSourceType {None LocationServices PhonebookServices Device Contact Resource}
EnhancedLocationType = DisplayName Annotation? PostalAddress?:PersonaPostalAddressType
group TimeChangePatternTypes = ( RelativeYearlyRecurrence:RelativeYearlyRecurrencePatternType | AbsoluteDate:date )
TimeChangeType = Offset:duration %TimeChangePatternTypes? Time:time @TimeZoneName
TimeZoneType = ( BaseOffset:duration ( Standard:TimeChangeType Daylight:TimeChangeType )? )? @TimeZoneName
TimeZoneContextType = TimeZoneDefinition: @...
element TimeZoneContext:
TransitionTargetKindType {Period Group}
TransitionTargetType : string = @Kind!:TransitionTargetKindType
TransitionType = To:TransitionTargetType
AbsoluteDateTransitionType : TransitionType = DateTime:dateTime
abstract RecurringTimeTransitionType : TransitionType = TimeOffset:duration Month:int
RecurringDateTransitionType : RecurringTimeTransitionType = Day:int
RecurringDayTransitionType : RecurringTimeTransitionType = DayOfWeek: Occurrence:int
element Transition:
element AbsoluteDateTransition: -> Transition
element RecurringDayTransition: -> Transition
element RecurringDateTransition: -> Transition
TimeZoneDefinitionType = ( Periods?:NonEmptyArrayOfPeriodsType TransitionsGroups?:ArrayOfTransitionsGroupsType
  Transitions?:ArrayOfTransitionsType )? @Id @Name
NonEmptyArrayOfPeriodsType = Period+:
PeriodType = @Bias:duration @Name @Id
ArrayOfTransitionsGroupsType = TransitionsGroup+:ArrayOfTransitionsType
ArrayOfTransitionsType = ^Transition+ @Id
abstract RecurrenceRangeBaseType = StartDate:date
NoEndRecurrenceRangeType : RecurrenceRangeBaseType =
EndDateRecurrenceRangeType : RecurrenceRangeBaseType = EndDate:date
NumberedRecurrenceRangeType : RecurrenceRangeBaseType = NumberOfOccurrences:int
group RecurrencePatternTypes = ( RelativeYearlyRecurrence:RelativeYearlyRecurrencePatternType |
  AbsoluteYearlyRecurrence:AbsoluteYearlyRecurrencePatternType |
  RelativeMonthlyRecurrence:RelativeMonthlyRecurrencePatternType |
  AbsoluteMonthlyRecurrence:AbsoluteMonthlyRecurrencePatternType | WeeklyRecurrence:WeeklyRecurrencePatternType |
  DailyRecurrence:DailyRecurrencePatternType )
group TaskRecurrencePatternTypes = ( RelativeYearlyRecurrence:RelativeYearlyRecurrencePatternType |
  AbsoluteYearlyRecurrence:AbsoluteYearlyRecurrencePatternType |
  RelativeMonthlyRecurrence:RelativeMonthlyRecurrencePatternType |
  AbsoluteMonthlyRecurrence:AbsoluteMonthlyRecurrencePatternType | WeeklyRecurrence:WeeklyRecurrencePatternType |
  DailyRecurrence:DailyRecurrencePatternType | DailyRegeneration:DailyRegeneratingPatternType |
  WeeklyRegeneration:WeeklyRegeneratingPatternType | MonthlyRegeneration:MonthlyRegeneratingPatternType |
  YearlyRegeneration:YearlyRegeneratingPatternType )
group RecurrenceRangeTypes = ( NoEndRecurrence:NoEndRecurrenceRangeType | EndDateRecurrence:EndDateRecurrenceRangeType
  | NumberedRecurrence:NumberedRecurrenceRangeType )
RecurrenceType = %RecurrencePatternTypes %RecurrenceRangeTypes
TaskRecurrenceType = %TaskRecurrencePatternTypes %RecurrenceRangeTypes
OccurrenceInfoType = ItemId: Start:dateTime End:dateTime OriginalStart:dateTime
NonEmptyArrayOfOccurrenceInfoType = Occurrence+:OccurrenceInfoType
DeletedOccurrenceInfoType = Start:dateTime
NonEmptyArrayOfDeletedOccurrencesType = DeletedOccurrence+:DeletedOccurrenceInfoType
CalendarItemType : ItemType = UID? RecurrenceId?:dateTime DateTimeStamp?:dateTime Start?:dateTime End?:dateTime
  OriginalStart?:dateTime IsAllDayEvent?:boolean LegacyFreeBusyStatus?:LegacyFreeBusyType Location? When?
  IsMeeting?:boolean IsCancelled?:boolean IsRecurring?:boolean MeetingRequestWasSent?:boolean
  IsResponseRequested?:boolean CalendarItemType?: MyResponseType?:ResponseTypeType Organizer?:SingleRecipientType
  RequiredAttendees?:NonEmptyArrayOfAttendeesType OptionalAttendees?:NonEmptyArrayOfAttendeesType
  Resources?:NonEmptyArrayOfAttendeesType InboxReminders?:ArrayOfInboxReminderType ConflictingMeetingCount?:int
  AdjacentMeetingCount?:int ConflictingMeetings?:NonEmptyArrayOfAllItemsType
  AdjacentMeetings?:NonEmptyArrayOfAllItemsType Duration? TimeZone? AppointmentReplyTime?:dateTime
  AppointmentSequenceNumber?:int AppointmentState?:int Recurrence?: FirstOccurrence?:OccurrenceInfoType
  LastOccurrence?:OccurrenceInfoType ModifiedOccurrences?:NonEmptyArrayOfOccurrenceInfoType
  DeletedOccurrences?:NonEmptyArrayOfDeletedOccurrencesType MeetingTimeZone?:TimeZoneType
  StartTimeZone?:TimeZoneDefinitionType EndTimeZone?:TimeZoneDefinitionType ConferenceType?:int
  AllowNewTimeProposal?:boolean IsOnlineMeeting?:boolean MeetingWorkspaceUrl? NetShowUrl? EnhancedLocation?:
  StartWallClock?:dateTime EndWallClock?:dateTime StartTimeZoneId? EndTimeZoneId?
  IntendedFreeBusyStatus?:LegacyFreeBusyType JoinOnlineMeetingUrl? OnlineMeetingSettings?: IsOrganizer?:boolean
  CalendarActivityData?:
MeetingMessageType : MessageType = AssociatedCalendarItemId?:ItemIdType IsDelegated?:boolean IsOutOfDate?:boolean
  HasBeenProcessed?:boolean ResponseType?: UID? RecurrenceId?:dateTime DateTimeStamp?:dateTime IsOrganizer?:boolean
MeetingRequestMessageType : MeetingMessageType = MeetingRequestType?: IntendedFreeBusyStatus?:LegacyFreeBusyType
  Start?:dateTime End?:dateTime OriginalStart?:dateTime IsAllDayEvent?:boolean
  LegacyFreeBusyStatus?:LegacyFreeBusyType Location? When? IsMeeting?:boolean IsCancelled?:boolean
  IsRecurring?:boolean MeetingRequestWasSent?:boolean CalendarItemType?: MyResponseType?:ResponseTypeType
  Organizer?:SingleRecipientType RequiredAttendees?:NonEmptyArrayOfAttendeesType
  OptionalAttendees?:NonEmptyArrayOfAttendeesType Resources?:NonEmptyArrayOfAttendeesType ConflictingMeetingCount?:int
  AdjacentMeetingCount?:int ConflictingMeetings?:NonEmptyArrayOfAllItemsType
  AdjacentMeetings?:NonEmptyArrayOfAllItemsType Duration? TimeZone? AppointmentReplyTime?:dateTime
  AppointmentSequenceNumber?:int AppointmentState?:int Recurrence?: FirstOccurrence?:OccurrenceInfoType
  LastOccurrence?:OccurrenceInfoType ModifiedOccurrences?:NonEmptyArrayOfOccurrenceInfoType
  DeletedOccurrences?:NonEmptyArrayOfDeletedOccurrencesType MeetingTimeZone?:TimeZoneType
  StartTimeZone?:TimeZoneDefinitionType EndTimeZone?:TimeZoneDefinitionType ConferenceType?:int
  AllowNewTimeProposal?:boolean IsOnlineMeeting?:boolean MeetingWorkspaceUrl? NetShowUrl? EnhancedLocation?:
  ChangeHighlights?: StartWallClock?:dateTime EndWallClock?:dateTime StartTimeZoneId? EndTimeZoneId?
MeetingResponseMessageType : MeetingMessageType = Start?:dateTime End?:dateTime Location? Recurrence?:
  CalendarItemType? ProposedStart?:dateTime ProposedEnd?:dateTime EnhancedLocation?:
MeetingCancellationMessageType : MeetingMessageType = Start?:dateTime End?:dateTime Location? Recurrence?:
  CalendarItemType? EnhancedLocation?:
MeetingAttendeeType {Organizer Required Optional Room Resource}
CalendarEventDetails = ID? Subject? Location? IsMeeting:boolean IsRecurring:boolean IsException:boolean
  IsReminderSet:boolean IsPrivate:boolean
CalendarEvent = StartTime:dateTime EndTime:dateTime BusyType:LegacyFreeBusyType
  CalendarEventDetails?:CalendarEventDetails
ArrayOfCalendarEvent = CalendarEvent*:CalendarEvent
Duration = StartTime:dateTime EndTime:dateTime
FreeBusyViewType [FreeBusyViewWord]
FreeBusyViewWord {None MergedOnly FreeBusy FreeBusyMerged Detailed DetailedMerged}
FreeBusyViewOptionsType = TimeWindow:Duration MergedFreeBusyIntervalInMinutes?:int RequestedView?:FreeBusyViewType
element FreeBusyViewOptions:
WorkingPeriod = DayOfWeek:DaysOfWeekType StartTimeInMinutes:int EndTimeInMinutes:int
ArrayOfWorkingPeriod = WorkingPeriod*:WorkingPeriod
SerializableTimeZoneTime = Bias:int Time DayOrder:short Month:short DayOfWeek: Year?
SerializableTimeZone = Bias:int StandardTime:SerializableTimeZoneTime DaylightTime:SerializableTimeZoneTime
element TimeZone:SerializableTimeZone
WorkingHours = TimeZone:SerializableTimeZone WorkingPeriodArray:ArrayOfWorkingPeriod
FreeBusyView = FreeBusyViewType:FreeBusyViewType MergedFreeBusy? CalendarEventArray?:ArrayOfCalendarEvent
  WorkingHours?:WorkingHours
MailboxData = Email:EmailAddress AttendeeType:MeetingAttendeeType ExcludeConflicts?:boolean
ArrayOfMailboxData = MailboxData*~:MailboxData
SuggestionQuality {Excellent Good Fair Poor}
SuggestionsViewOptionsType = GoodThreshold?:int MaximumResultsByDay?:int MaximumNonWorkHourResultsByDay?:int
  MeetingDurationInMinutes?:int MinimumSuggestionQuality?:SuggestionQuality DetailedSuggestionsWindow:Duration
  CurrentMeetingTime?:dateTime GlobalObjectId?
element SuggestionsViewOptions:
ArrayOfAttendeeConflictData = ( UnknownAttendeeConflictData~:UnknownAttendeeConflictData |
  IndividualAttendeeConflictData~:IndividualAttendeeConflictData |
  TooBigGroupAttendeeConflictData~:TooBigGroupAttendeeConflictData |
  GroupAttendeeConflictData~:GroupAttendeeConflictData )*
abstract AttendeeConflictData =
UnknownAttendeeConflictData : AttendeeConflictData =
TooBigGroupAttendeeConflictData : AttendeeConflictData =
IndividualAttendeeConflictData : AttendeeConflictData = BusyType:LegacyFreeBusyType
GroupAttendeeConflictData : AttendeeConflictData = NumberOfMembers:int NumberOfMembersAvailable:int
  NumberOfMembersWithConflict:int NumberOfMembersWithNoData:int
Suggestion = MeetingTime:dateTime IsWorkTime:boolean SuggestionQuality:SuggestionQuality
  AttendeeConflictDataArray?:ArrayOfAttendeeConflictData
ArrayOfSuggestion = Suggestion*:Suggestion
SuggestionDayResult = Date:dateTime DayQuality:SuggestionQuality SuggestionArray?:ArrayOfSuggestion
ArrayOfSuggestionDayResult = SuggestionDayResult*:SuggestionDayResult
OofState {Disabled Enabled Scheduled}
ExternalAudience {None Known All}
ReplyBody = Message? @xml:lang
UserOofSettings = OofState:OofState ExternalAudience:ExternalAudience Duration?:Duration InternalReply?:ReplyBody
  ExternalReply?:ReplyBody DeclineMeetingReply?:ReplyBody DeclineEventsForScheduledOOF?:boolean
  DeclineAllEventsForScheduledOOF?:boolean CreateOOFEvent?:boolean OOFEventSubject?
  AutoDeclineFutureRequestsWhenOOF?:boolean OOFEventID? EventsToDeleteIDs?:ArrayOfEventIDType
element OofSettings:UserOofSettings
element UserOofSettings:UserOofSettings
DeliverMeetingRequestsType {DelegatesOnly DelegatesAndMe DelegatesAndSendInformationToMe NoForward}
ArrayOfRecipientSuggestionsType = RecipientSuggestion{0,3}:RecipientSuggestionType
RecipientSuggestionType = DisplayName EmailAddress
CalendarActivityDataType = ActivityAction ClientId CasRequestId:GuidType IndexSelected:int
"""
