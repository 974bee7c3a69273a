/// Every kind of mistake: the expression, then the offending characters underlined, the replacement offered in brackets, the message.
let refusalTable = #"""
    * * * *
    ^^^^^^^ found 4 fields, but an expression has five (minute, hour, day of month, month, day of week) or six with the second first; write `* * * * *` if the day of the week is what is missing

    0
    ^ found 1 field, but an expression has five (minute, hour, day of month, month, day of week) or six with the second first

    0 0 1 1 * 2025 7 8
    ^^^^^^^^^^^^^^^^^^ found 8 fields, but an expression has five (minute, hour, day of month, month, day of week) or six with the second first

    0 0 12 * * ? 2025
                 ^^^^ found 7 fields, but there is no field for the year; write five (minute, hour, day of month, month, day of week) or six with the second first, and leave `2025` out if it is the year

    @reboot
    ^^^^^^^ `@reboot` has no meaning here, because a start of the runner is no time of the calendar; write a time, such as `@daily`, or start the workflow from the service that comes up with the machine

    @every 5m
    ^^^^^^^^^ [*/5 * * * *] `@every 5m` is an interval, but a cron expression names times of the clock; write `*/5 * * * *`

    @every 90m
    ^^^^^^^^^^ `@every 90m` is an interval, but a cron expression names times of the clock; write the times, such as `*/15 * * * *` for every quarter of an hour

    @every
    ^^^^^^ `@every` is an interval, but a cron expression names times of the clock; write the times, such as `*/15 * * * *` for every quarter of an hour

    @dayly
    ^^^^^^ `@dayly` is no macro; write one of `@yearly`, `@annually`, `@monthly`, `@weekly`, `@daily`, `@midnight`, `@hourly`, or five fields

    @daily 5
    ^^^^^^^^ `@daily` is a whole expression, but more follows it; write `@daily` alone, or five fields

    TZ=Europe/Berlin 0 9 * * *
    ^^^^^^^^^^^^^^^^^ [] `TZ=Europe/Berlin` in front of the fields is not read; write the zone under its own key, `timezone: Europe/Berlin`, and only the fields here

    CRON_TZ= 0 9 * * *
    ^^^^^^^^^ [] `CRON_TZ=` in front of the fields is not read; write the zone under its own key, `timezone: Europe/Istanbul`, and only the fields here

    60 * * * *
    ^^ `60` is out of range for the minute; write 0-59

    0 24 * * *
      ^^ [0] `24` is out of range for the hour; write 0-23, and `0` for midnight

    0 25 * * *
      ^^ `25` is out of range for the hour; write 0-23

    0 0 0 * *
        ^ [1] `0` is out of range for the day of month; write 1-31, and `1` for the first day

    0 0 32 * *
        ^^ `32` is out of range for the day of month; write 1-31, and `L` for the last day

    0 0 * 13 *
          ^^ `13` is out of range for the month; write 1-12 or JAN-DEC

    0 0 * * 8
            ^ `8` is out of range for the day of week; write 0-7 or SUN-SAT, where 0 and 7 are Sunday

    60 0 0 * * *
    ^^ `60` is out of range for the second; write 0-59

    99999999999999999999 * * * *
    ^^^^^^^^^^^^^^^^^^^^ `99999999999999999999` is out of range for the minute; write 0-59

    0 22-2 * * *
      ^^^^ [22-23,0-2] `22-2` runs backwards, and ranges do not wrap around; write `22-23,0-2`

    50-10/15 * * * *
    ^^^^^^^^ [50,5] `50-10/15` runs backwards, and ranges do not wrap around; write `50,5`

    0 0 * NOV-FEB *
          ^^^^^^^ [NOV-DEC,JAN-FEB] `NOV-FEB` runs backwards, and ranges do not wrap around; write `NOV-DEC,JAN-FEB`

    0 0 * 11-2 *
          ^^^^ [11-12,1-2] `11-2` runs backwards, and ranges do not wrap around; write `11-12,1-2`

    0 0 * * FRI-MON
            ^^^^^^^ [FRI-SUN,MON] `FRI-MON` runs backwards, and ranges do not wrap around; write `FRI-SUN,MON`

    0 0 * * 6-0
            ^^^ [6-7] `6-0` runs backwards, and ranges do not wrap around; write `6-7`

    0 0 * * 5-1
            ^^^ [5-7,1] `5-1` runs backwards, and ranges do not wrap around; write `5-7,1`

    0 0 * * 7-2
            ^^^ [0-2] `7-2` runs backwards, and ranges do not wrap around; write `0-2`

    0 23-2 * * *
      ^^^^ [23,0-2] `23-2` runs backwards, and ranges do not wrap around; write `23,0-2`

    0 0 25-5 * *
        ^^^^ [25-31,1-5] `25-5` runs backwards, and ranges do not wrap around; write `25-31,1-5`

    */0 * * * *
    ^^^ [*] the step of `*/0` is 0 and would never get anywhere; write a step from 1, or leave it out

    5/0 * * * *
    ^^^ [5] the step of `5/0` is 0 and would never get anywhere; write a step from 1, or leave it out

    */90 * * * *
    ^^^^ the step of `*/90` is larger than the minute field, which starts anew after 60 values, so it gives no interval; write a step of at most 60, or whole hours, such as `0 */2 * * *`

    */120 * * * *
    ^^^^^ the step of `*/120` is larger than the minute field, which starts anew after 60 values, so it gives no interval; for every 2 hours write `0` as the minute and `*/2` as the hour

    */61 * * * *
    ^^^^ the step of `*/61` is larger than the minute field, which starts anew after 60 values, so it gives no interval; write a step of at most 60, or whole hours, such as `0 */2 * * *`

    0 */25 * * *
      ^^^^ the step of `*/25` is larger than the hour field, which starts anew after 24 values, so it gives no interval; write a step of at most 24

    0 */48 * * *
      ^^^^ the step of `*/48` is larger than the hour field, which starts anew after 24 values, so it gives no interval; write a step of at most 24

    */300 * * * * *
    ^^^^^ the step of `*/300` is larger than the second field, which starts anew after 60 values, so it gives no interval; for every 5 minutes write `0` as the second and `*/5` as the minute

    0 0 */32 * *
        ^^^^ the step of `*/32` is larger than the day of month field, which starts anew after 31 values, so it gives no interval; write a step of at most 31

    0 0 * */13 *
          ^^^^ the step of `*/13` is larger than the month field, which starts anew after 12 values, so it gives no interval; write a step of at most 12

    0 0 * * */8
            ^^^ the step of `*/8` is larger than the day of week field, which starts anew after 7 values, so it gives no interval; write a step of at most 7

    */ * * * *
    ^^ `*/` has no number after `/`; write how far to step, such as `*/10`

    /5 * * * *
    ^^ [*/5] `/5` does not say where to step from; write `*/5`

    */5/2 * * * *
    ^^^^^ `*/5/2` has no number after `/`; write how far to step, such as `*/10`

    */x * * * *
    ^^^ `*/x` has no number after `/`; write how far to step, such as `*/10`

    0 0 * * L
            ^ a lone `L` as day of week is Saturday to some schedulers and the last day to others; write `SAT`, or `SATL` for the last Saturday of the month, or `L` as day of month for its last day

    0 0 * * MON,L
                ^ a lone `L` as day of week is Saturday to some schedulers and the last day to others; write `SAT`, or `SATL` for the last Saturday of the month, or `L` as day of month for its last day

    0 0 L * L
            ^ a lone `L` as day of week is Saturday to some schedulers and the last day to others; write `SAT`, or `SATL` for the last Saturday of the month, or `L` as day of month for its last day

    0 0 30 2 *
        ^^^^ day of month `30` never comes in month `2`, which has at most 29 days; write `L` for the last day of the month, or a day that exists

    0 0 31 4,6,9,11 *
        ^^^^^^^^^^^ day of month `31` never comes in month `4,6,9,11`, which has at most 30 days; write `L` for the last day of the month, or a day that exists

    0 0 L-29 2 *
        ^^^^^^ day of month `L-29` never comes in month `2`, which has at most 29 days; write `L` for the last day of the month, or a day that exists

    0 0 */31 * MON#2
        ^^^^^^^^^^^^ no date ever matches both day of month `*/31` and day of week `MON#2` in month `*`, and one of them starts with `*` or `?`, so both have to; write `*` for one of them

    0 0 31 feb ?
        ^^^^^^ day of month `31` never comes in month `feb`, which has at most 29 days; write `L` for the last day of the month, or a day that exists

    ? * * * *
    ^ [*] `?` stands only in the two day fields, and this is the minute; write `*`

    0 0 ?/2 * *
        ^^^ `?` stands only alone, but found `?/2`; write `?`, or the list with `*`

    0 0 ?,1 * *
        ^^^ `?` stands only alone, but found `?,1`; write `?`, or the list with `*`

    *-5 * * * *
    ^^^ `*` is every value and no end of a range; write two values, such as `0-30`

    5- * * * *
    ^^ `5-` lacks one end of the range; write two values, such as `0-30`

    -5 * * * *
    ^^ `-5` lacks one end of the range; write two values, such as `0-30`

    +5 * * * *
    ^^ `+5` has a sign; write 0-59

    0 0 1-L * *
        ^^^ [1-31] `1-L` ends a range in `L`; write `1-31`, which ends with any month

    0 0 L/2 * *
        ^^^ [L] `L` is one day and takes no step; write `L`

    0 0 W * *
        ^ `W` does not name one day; write one, such as `15W` for the weekday nearest to the 15th

    0 0 32W * *
        ^^^ `32` is out of range for the day of month; write `1W` to `31W`

    0 0 1-5W * *
        ^^^^ `1-5W` does not name one day; write one, such as `15W` for the weekday nearest to the 15th

    0 0 WL * *
        ^^ [LW] `WL` is the wrong way round; write `LW`

    0 0 L-31 * *
        ^^^^ `L-31` does not count back from the last day of the month; write `L-0` to `L-30`

    0 0 L3 * *
        ^^ `L3` is no day of month; write `L` for the last day, `L-3` for the third before it, or `LW` for the last weekday

    0 0 FRIL * *
        ^^^^ `FRIL` counts weekdays and stands in the day of month; write it as the day of week, or `L` here for the last day of the month

    0 0 MON#2 * *
        ^^^^^ `MON#2` counts weekdays and stands in the day of month; write it as the day of week, the last field

    0 0 * * FRI#6
            ^^^^^ `FRI#6` does not say which of the month's days; write `FRI#1` to `FRI#5`, or `FRIL` for the last

    0 0 * * FRI#
            ^^^^ `FRI#` does not say which of the month's days; write `FRI#1` to `FRI#5`, or `FRIL` for the last

    0 0 * * #2
            ^^ `#2` names no day; write one, such as `FRI#2`

    0 0 * * 8#2
            ^ `8` is out of range for the day of week; write 0-7 or SUN-SAT, where 0 and 7 are Sunday

    0 0 * * 15W
            ^^^ `15W` means a weekday near a date; write it as the day of month, the third field of five

    0 0 * * LW
            ^^ `LW` means a weekday near a date; write it as the day of month, the third field of five

    0 0 * * FRI#1/2
            ^^^^^^^ [FRI#1] `FRI#1` is one day and takes no step; write `FRI#1`

    0 0 * * FRI#1-3
            ^^^^^^^ `FRI#1-3` does not say which of the month's days; write `FRI#1` to `FRI#5`, or `FRIL` for the last

    0 0 * * MON-FRIL
            ^^^^^^^^ `FRIL` cannot be an end of a range; write two values, such as `MON-FRI`

    0 0 * * MONDAY
            ^^^^^^ [MON] `MONDAY` is no name for a day of week; write the three letters `MON`

    0 0 * * FRIDAYL
            ^^^^^^ [FRI] `FRIDAY` is no name for a day of week; write the three letters `FRI`

    0 0 * JANUARY *
          ^^^^^^^ [JAN] `JANUARY` is no name for a month; write the three letters `JAN`

    0 0 MON * *
        ^^^ `MON` is a day of week, but stands where the day of month does; write 1-31, in the order minute, hour, day of month, month, day of week

    0 9 * MON JAN
          ^^^ `MON` is a day of week, but stands where the month does; write 1-12 or JAN-DEC, in the order minute, hour, day of month, month, day of week

    0 9 * * MON, WED
            ^^^^ `MON,` has a comma with nothing beside it; write a list without spaces, such as `1,15`

    1,,2 * * * *
    ^^^^ `1,,2` has two commas with nothing between them; write one

    H * * * *
    ^ `H` asks for a time by chance, which other schedulers offer; write a value (0-59), and use the trigger's `jitter` to spread runs

    0~30 * * * *
    ^^^^ `0~30` asks for a time by chance, which other schedulers offer; write a value (0-59), and use the trigger's `jitter` to spread runs

    L * * * *
    ^ `L` has a meaning only in the day fields, and this is the minute; write 0-59

    1#2 * * * *
    ^^^ `1#2` has a meaning only in the day fields, and this is the minute; write 0-59

    x * * * *
    ^ `x` is no value for the minute; write 0-59

    * * * * * /usr/bin/x
              ^^^^^^^^^^ `/usr/bin/x` has no number after `/`; write how far to step, such as `*/10`

    0 0 * * frı
            ^^^ `frı` is no value for the day of week; write 0-7 or SUN-SAT, where 0 and 7 are Sunday

    1.5 * * * *
    ^^^ `1.5` is no value for the minute; write 0-59

    ０ * * * *
    ^ `０` is no value for the minute; write 0-59

    *5 * * * *
    ^^ [*/5] `*5` lacks a `/`; write `*/5` for a step

    ** * * * *
    ^^ `**` is no value for the minute; write 0-59

    0 0 L- * *
        ^^ `L-` does not count back from the last day of the month; write `L-0` to `L-30`

    0 0 * * L-2
            ^^^ `L` cannot be an end of a range; write two values, such as `MON-FRI`

    0 0 * * 1-5#2
            ^^^ `1-5` is no value for the day of week; write 0-7 or SUN-SAT, where 0 and 7 are Sunday
    """#
