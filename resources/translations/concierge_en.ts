<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>BoardPage</name>
    <message numerus="yes">
        <source>%Ln people</source>
        <translation>
            <numerusform>%Ln person</numerusform>
            <numerusform>%Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln people</source>
        <translation>
            <numerusform>%1 of %Ln person</numerusform>
            <numerusform>%1 of %Ln people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConferencesPage</name>
    <message numerus="yes">
        <source>Each accepted invitation becomes a conference. Ended ones stay for %Ln days.</source>
        <translation>
            <numerusform>Each accepted invitation becomes a conference. Ended ones stay for %Ln day.</numerusform>
            <numerusform>Each accepted invitation becomes a conference. Ended ones stay for %Ln days.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConnectionPage</name>
    <message numerus="yes">
        <source>“%1” will be gone for good: its settings and password, %Ln people with their presence and keywords, the meeting-room addresses that it issued, and its journal. Invitations to its conferencing mailbox are no longer answered. Nothing in Exchange is changed.</source>
        <translation>
            <numerusform>“%1” will be gone for good: its settings and password, %Ln person with their presence and keywords, the meeting-room addresses that it issued, and its journal. Invitations to its conferencing mailbox are no longer answered. Nothing in Exchange is changed.</numerusform>
            <numerusform>“%1” will be gone for good: its settings and password, %Ln people with their presence and keywords, the meeting-room addresses that it issued, and its journal. Invitations to its conferencing mailbox are no longer answered. Nothing in Exchange is changed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>%Ln alarms</source>
        <translation>
            <numerusform>%Ln alarm</numerusform>
            <numerusform>%Ln alarms</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln people</source>
        <translation>
            <numerusform>%Ln person</numerusform>
            <numerusform>%Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln people will be added.</source>
        <translation>
            <numerusform>%Ln person will be added.</numerusform>
            <numerusform>%Ln people will be added.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln existing people will be changed as the file says.</source>
        <translation>
            <numerusform>%Ln existing person will be changed as the file says.</numerusform>
            <numerusform>%Ln existing people will be changed as the file says.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DirectoryPage</name>
    <message numerus="yes">
        <source>Reading: %Ln entries so far</source>
        <translation>
            <numerusform>Reading: %Ln entry so far</numerusform>
            <numerusform>Reading: %Ln entries so far</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln people</source>
        <translation>
            <numerusform>%Ln person</numerusform>
            <numerusform>%Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rooms</source>
        <translation>
            <numerusform>%Ln room</numerusform>
            <numerusform>%Ln rooms</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln disabled accounts were skipped.</source>
        <translation>
            <numerusform>%Ln disabled account was skipped.</numerusform>
            <numerusform>%Ln disabled accounts were skipped.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln entries could not be imported. The first %1 of them:</source>
        <translation>
            <numerusform>%Ln entry could not be imported. The first %1:</numerusform>
            <numerusform>%Ln entries could not be imported. The first %1 of them:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FrequentWords</name>
    <message numerus="yes">
        <source>Words that at least %Ln people use. Private appointments are never used.</source>
        <translation>
            <numerusform>Words that at least %Ln person uses. Private appointments are never used.</numerusform>
            <numerusform>Words that at least %Ln people use. Private appointments are never used.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Keywords match %1 of %Ln known appointments that count (%2).</source>
        <translation>
            <numerusform>Keywords match %1 of %Ln known appointment that counts (%2).</numerusform>
            <numerusform>Keywords match %1 of %Ln known appointments that count (%2).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln people</source>
        <translation>
            <numerusform>%Ln person</numerusform>
            <numerusform>%Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln appointments (%1). Add it as a keyword.</source>
        <translation>
            <numerusform>%Ln appointment (%1). Add it as a keyword.</numerusform>
            <numerusform>%Ln appointments (%1). Add it as a keyword.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InvitationsPage</name>
    <message numerus="yes">
        <source>Dry run is on: no replies are sent. %Ln replies are pending your approval.</source>
        <translation>
            <numerusform>Dry run is on: no replies are sent. %Ln reply is pending your approval.</numerusform>
            <numerusform>Dry run is on: no replies are sent. %Ln replies are pending your approval.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Dry run is off. %Ln replies are still pending your approval.</source>
        <translation>
            <numerusform>Dry run is off. %Ln reply is still pending your approval.</numerusform>
            <numerusform>Dry run is off. %Ln replies are still pending your approval.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln replies are sent to their organisers, and cancelled meetings are removed from the mailbox, in the order in which they were decided. Outdated replies are not sent.</source>
        <translation>
            <numerusform>%Ln reply is sent to its organiser, and cancelled meetings are removed from the mailbox, in the order in which they were decided. Outdated replies are not sent.</numerusform>
            <numerusform>%Ln replies are sent to their organisers, and cancelled meetings are removed from the mailbox, in the order in which they were decided. Outdated replies are not sent.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln replies are never sent, and what was decided is taken back: conferences and aliases.</source>
        <translation>
            <numerusform>%Ln reply is never sent, and what was decided is taken back: conferences and aliases.</numerusform>
            <numerusform>%Ln replies are never sent, and what was decided is taken back: conferences and aliases.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln later decisions depend on it and are discarded too.</source>
        <translation>
            <numerusform>%Ln later decision depends on it and is discarded too.</numerusform>
            <numerusform>%Ln later decisions depend on it and are discarded too.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LogPage</name>
    <message numerus="yes">
        <source>%Ln lines</source>
        <translation>
            <numerusform>%Ln line</numerusform>
            <numerusform>%Ln lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln lines</source>
        <translation>
            <numerusform>%1 of %Ln line</numerusform>
            <numerusform>%1 of %Ln lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Paused, %Ln new lines</source>
        <translation>
            <numerusform>Paused, %Ln new line</numerusform>
            <numerusform>Paused, %Ln new lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln lines are in the clipboard.</source>
        <translation>
            <numerusform>%Ln line is in the clipboard.</numerusform>
            <numerusform>%Ln lines are in the clipboard.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln lines are saved in %1.</source>
        <translation>
            <numerusform>%Ln line is saved in %1.</numerusform>
            <numerusform>%Ln lines are saved in %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message numerus="yes">
        <source>%Ln people, %1 without a value</source>
        <translation>
            <numerusform>%Ln person, %1 without a value</numerusform>
            <numerusform>%Ln people, %1 without a value</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln people</source>
        <translation>
            <numerusform>%Ln person</numerusform>
            <numerusform>%Ln people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message numerus="yes">
        <source>%Ln people were written to %1.</source>
        <translation>
            <numerusform>%Ln person was written to %1.</numerusform>
            <numerusform>%Ln people were written to %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln people?</source>
        <translation>
            <numerusform>Remove %Ln person?</numerusform>
            <numerusform>Remove %Ln people?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln people</source>
        <translation>
            <numerusform>%Ln person</numerusform>
            <numerusform>%Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln people</source>
        <translation>
            <numerusform>%1 of %Ln person</numerusform>
            <numerusform>%1 of %Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln people selected</source>
        <translation>
            <numerusform>%Ln person selected</numerusform>
            <numerusform>%Ln people selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TakeOverDialog</name>
    <message numerus="yes">
        <source>%Ln people in the directory are not here yet.</source>
        <translation>
            <numerusform>%Ln person in the directory is not here yet.</numerusform>
            <numerusform>%Ln people in the directory are not here yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TemplatesPage</name>
    <message numerus="yes">
        <source>%Ln lines</source>
        <translation>
            <numerusform>%Ln line</numerusform>
            <numerusform>%Ln lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>▲ %Ln things to correct</source>
        <translation>
            <numerusform>▲ %Ln thing to correct</numerusform>
            <numerusform>▲ %Ln things to correct</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WhatIfPane</name>
    <message numerus="yes">
        <source>Replaying: %1 of %Ln people</source>
        <translation>
            <numerusform>Replaying: %1 of %Ln person</numerusform>
            <numerusform>Replaying: %1 of %Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Presence would not change for any of %Ln people in the next %2.</source>
        <translation>
            <numerusform>Presence would not change for the %Ln person known in the next %2.</numerusform>
            <numerusform>Presence would not change for any of %Ln people in the next %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Presence would change for %3 of %Ln people in the next %2 (%4).</source>
        <translation>
            <numerusform>Presence would change for %3 of %Ln person in the next %2 (%4).</numerusform>
            <numerusform>Presence would change for %3 of %Ln people in the next %2 (%4).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln days</source>
        <translation>
            <numerusform>%Ln day</numerusform>
            <numerusform>%Ln days</numerusform>
        </translation>
    </message>
</context>
</TS>
