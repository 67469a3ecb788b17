--[[
  When each volunteer is taken. A calendar is 8 bytes (when they last got a place: ms, big-endian double) and entries of
  28 bytes in the order of their start: start and end (minutes since 1970, 4 bytes each), place (metres east and north, 4
  bytes each, signed), and the last 12 characters of the need's id. Entries never overlap, so that both starts and ends
  ascend and a look-up is a binary search: the cost does not grow with the calendar.
]]
local ENTRY, HEADER, TAG_AT = 28, 8, 16
local UNKNOWN_PLACE, UNKNOWN_TRAVEL, LONGEST_TRAVEL, METRES_A_MINUTE = -2147483648, 15, 240, 200
local KEEP_MINUTES = 11520

local function entries_of(calendar)
  return calendar == '' and 0 or (#calendar - HEADER) / ENTRY
end

local function last_place_at(calendar)
  return calendar == '' and 0 or (struct.unpack('>d', calendar))
end

local function tag_of(calendar, i)
  local at = HEADER + i * ENTRY + TAG_AT
  return string.sub(calendar, at + 1, at + 12)
end

-- The first entry, from 0, that ends after that minute.
local function first_after(calendar, minute)
  local low, high = 0, entries_of(calendar)
  while low < high do
    local middle = math.floor((low + high) / 2)
    if struct.unpack('>I4', calendar, HEADER + middle * ENTRY + 5) > minute then high = middle else low = middle + 1 end
  end
  return low
end

-- Minutes from one place to the other by bicycle.
local function travel(x1, y1, x2, y2)
  if x1 == x2 and y1 == y2 then return 0 end
  if x1 == UNKNOWN_PLACE or x2 == UNKNOWN_PLACE then return UNKNOWN_TRAVEL end
  return math.min(LONGEST_TRAVEL, math.ceil(math.sqrt((x1 - x2) ^ 2 + (y1 - y2) ^ 2) / METRES_A_MINUTE))
end

-- Whether the need's time, with the way to and from it, meets another entry.
local function clashes(calendar, need)
  for i = first_after(calendar, need.from - LONGEST_TRAVEL), entries_of(calendar) - 1 do
    local from, till, x, y = struct.unpack('>I4I4i4i4', calendar, HEADER + i * ENTRY + 1)
    if from >= need.till + LONGEST_TRAVEL then break end
    local way = travel(x, y, need.x, need.y)
    if need.from < till + way and from < need.till + way and tag_of(calendar, i) ~= tag then return true end
  end
  return false
end

-- Which entry of a volunteer's calendar, from 0, is that of this need; nil if none is. Looked for once in a decision.
local function own_entry(v)
  if v.own == nil then
    v.own = false
    local calendar, from = v.calendar, HEADER + TAG_AT + 1
    while not v.own do
      from = string.find(calendar, tag, from, true)
      if not from then break end
      local i = (from - 1 - HEADER - TAG_AT) / ENTRY
      if i == math.floor(i) then v.own = i end
      from = from + 1
    end
  end
  return v.own or nil
end

-- Whoever has no claim on record here has no entry of this need: spares the look for one through a long calendar.
local function has_no_entry(volunteer)
  local v = load_volunteer(volunteer)
  if v then v.own = false end
end

-- How many entries, but that of this need, end after now.
local function count_open(v)
  local first, own = first_after(v.calendar, now / 60000), own_entry(v)
  return entries_of(v.calendar) - first - (own and own >= first and 1 or 0)
end

-- Minutes of service in the need's week, but those of this need.
local function minutes_in_week(calendar, need)
  local minutes = 0
  for i = first_after(calendar, need.week_start), entries_of(calendar) - 1 do
    local from, till = struct.unpack('>I4I4', calendar, HEADER + i * ENTRY + 1)
    if from >= need.week_end then break end
    if from >= need.week_start and tag_of(calendar, i) ~= tag then minutes = minutes + till - from end
  end
  return minutes
end

-- A volunteer's calendar without the entry of this need.
local function without_need(v)
  local own = own_entry(v)
  if not own then return v.calendar end
  local at = HEADER + own * ENTRY
  return string.sub(v.calendar, 1, at) .. string.sub(v.calendar, at + ENTRY + 1)
end

-- An alert keeps nobody from anything, and a class and an appeal are at no time.
local function has_time(need)
  return need.dispatch ~= 'alert' and need.till > need.from
end

-- Seats that a team holds belong to nobody yet.
local function takes_time(claimant, need)
  return has_time(need) and string.sub(claimant, 1, 5) ~= 'seat:'
end

-- Enters the need's time; what was over eight days ago is dropped, so that a calendar does not grow.
local function enter_calendar(volunteer, need, last)
  local v = load_volunteer(volunteer)
  local calendar = without_need(v)
  local first, count = first_after(calendar, now / 60000 - KEEP_MINUTES), entries_of(calendar)
  local at = math.max(first, first_after(calendar, need.from))
  while at < count and struct.unpack('>I4', calendar, HEADER + at * ENTRY + 1) <= need.from do at = at + 1 end
  local entry = struct.pack('>I4I4i4i4', need.from, need.till, need.x, need.y) .. tag
  save_volunteer(volunteer, v.record .. '\30' .. struct.pack('>d', last or now)
    .. string.sub(calendar, HEADER + first * ENTRY + 1, HEADER + at * ENTRY) .. entry
    .. string.sub(calendar, HEADER + at * ENTRY + 1))
end

local function leave_calendar(volunteer)
  local v = load_volunteer(volunteer)
  if v and own_entry(v) then save_volunteer(volunteer, v.record .. '\30' .. without_need(v)) end
end

local function count_in_series(series, volunteer, change)
  local field = series .. ':' .. volunteer
  if redis.call('HINCRBY', SERIES, field, change) <= 0 then redis.call('HDEL', SERIES, field) end
end
