--[[
  Whether a volunteer is fit for a need, and free at its time. Loops are bounded: ten skills, twenty groups, and as many
  calendar entries as a volunteer may have open claims.
  @return 0, or the refusal
]]
local REFUSED_INACTIVE, REFUSED_AGE, REFUSED_SKILL, REFUSED_GROUP = -10, -11, -12, -13
local REFUSED_CLASH, REFUSED_LIMIT, VOLUNTEER_UNKNOWN = -14, -15, -3

-- Lists are texts like ",first-aid,driving,": a word is in one if ",word," is.
local function has_all(list, words)
  for word in string.gmatch(words, '[^,]+') do
    if not string.find(list, ',' .. word .. ',', 1, true) then return false end
  end
  return true
end

local function has_any(list, words)
  for word in string.gmatch(words, '[^,]+') do
    if string.find(list, ',' .. word .. ',', 1, true) then return true end
  end
  return false
end

local function calendar_of(calendars, volunteer_id)
  local packed = redis.call('HGET', calendars, volunteer_id)
  return packed and cmsgpack.unpack(packed) or {}
end

local function fit(need, need_id, volunteers, calendars, volunteer_id, now, open_limit)
  local packed = redis.call('HGET', volunteers, volunteer_id)
  if not packed then return VOLUNTEER_UNKNOWN end
  local v = cmsgpack.unpack(packed) -- version, active, born (yyyymmdd; 0: not told), skills, groups
  if not v[2] then return REFUSED_INACTIVE end
  if need.born > 0 and (v[3] == 0 or v[3] > need.born) then return REFUSED_AGE end
  if need.skills ~= '' and not has_all(v[4], need.skills) then return REFUSED_SKILL end
  if need.groups ~= '' and not has_any(v[5], need.groups) then return REFUSED_GROUP end
  local open = 0
  for _, entry in ipairs(calendar_of(calendars, volunteer_id)) do -- start, end, need
    if entry[3] ~= need_id then
      if entry[1] < need.ends and need.starts < entry[2] then return REFUSED_CLASH end
      if entry[2] > now then open = open + 1 end
    end
  end
  if open >= open_limit then return REFUSED_LIMIT end
  return 0
end

-- Enters a held place; what is over is dropped on the way, so that a calendar does not grow.
local function enter_calendar(calendars, volunteer_id, need, need_id, now)
  local kept = {}
  for _, entry in ipairs(calendar_of(calendars, volunteer_id)) do
    if entry[2] > now and entry[3] ~= need_id then kept[#kept + 1] = entry end
  end
  kept[#kept + 1] = { need.starts, need.ends, need_id }
  redis.call('HSET', calendars, volunteer_id, cmsgpack.pack(kept))
end

local function leave_calendar(calendars, volunteer_id, need_id)
  local kept = {}
  for _, entry in ipairs(calendar_of(calendars, volunteer_id)) do
    if entry[3] ~= need_id then kept[#kept + 1] = entry end
  end
  if #kept == 0 then
    redis.call('HDEL', calendars, volunteer_id)
  else
    redis.call('HSET', calendars, volunteer_id, cmsgpack.pack(kept))
  end
end
