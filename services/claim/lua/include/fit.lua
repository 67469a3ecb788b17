--[[
  Whether a volunteer is fit for a need and free at its time. Loops are bounded by what a need may ask for, and by the
  calendar entries around its time and in its week.
]]
local VOLUNTEER_UNKNOWN, INACTIVE, AGE, SKILL, GROUP, CLASH, LIMIT = -3, -10, -11, -12, -13, -14, -15
local REST, WEEK, BLOCKED, CONSENT, WAVE, RISK = -16, -17, -18, -19, -27, -28
local GUARDIAN, NIGHT, TRAINING, HOMETOWN, DIALECT, IN_SERIES = -33, -34, -35, -36, -37, -38

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

-- Trainings are a text like ",first-aid=20281231,": the last day on which each is valid.
local function is_trained(list, codes, day)
  for code in string.gmatch(codes, '[^,]+') do
    local _, at = string.find(list, ',' .. code .. '=', 1, true)
    if not at or tonumber(string.sub(list, at + 1, at + 8)) < day then return false end
  end
  return true
end

-- A division lies in another if its digits begin with those of the other.
local function comes_from(hometown, divisions)
  for division in string.gmatch(divisions, '[^,]+') do
    if string.sub(hometown, 1, #division) == division then return true end
  end
  return false
end

-- Flags of a record: a active, c consent, g guardian's consent, b blocked.
local function has_flag(v, flag)
  return string.find(v.flags, flag, 1, true) ~= nil
end

-- Which waves a need has reached: 1 preferred skills, 2 its groups, 3 everyone.
local function wave_of(need)
  if now >= need.everyone_at then return 3 end
  if now >= need.groups_at then return math.max(2, need.wave) end
  return need.wave
end

local function prefers(need, v)
  return need.preferred ~= '' and has_all(v.skills, need.preferred)
end

-- Somebody of unknown age counts as a minor: nothing is let in for want of knowledge. Whoever lives here may pledge.
local function suits(need, v)
  if need.of == 'appeal' then return 0 end
  if not v then return VOLUNTEER_UNKNOWN end
  -- Of a child in a class only the guardian's consent matters here: its age was decided at the door.
  if need.of == 'class' then return has_flag(v, 'g') and 0 or GUARDIAN end
  if not has_flag(v, 'a') then return INACTIVE end
  if has_flag(v, 'b') then return BLOCKED end
  if not has_flag(v, 'c') then return CONSENT end
  if need.born > 0 and (v.born == 0 or v.born > need.born) then return AGE end
  if v.born == 0 or v.born > need.adult then
    if not has_flag(v, 'g') then return GUARDIAN end
    if need.night then return NIGHT end
  end
  if need.skills ~= '' and not has_all(v.skills, need.skills) then return SKILL end
  if need.trainings ~= '' and not is_trained(v.trainings, need.trainings, need.last_day) then return TRAINING end
  if need.dispatch == 'alert' then return 0 end
  if need.dispatch ~= 'waves' and need.groups ~= '' and not has_any(v.groups, need.groups) then return GROUP end
  if need.hometowns ~= '' and not comes_from(v.hometown, need.hometowns) then return HOMETOWN end
  if need.dialects ~= '' and not has_any(v.dialects, need.dialects) then return DIALECT end
  return 0
end

local function is_free(need, volunteer, v)
  if not has_time(need) then return 0 end
  local calendar = v.calendar
  if need.series_limit > 0 then
    local held = tonumber(redis.call('HGET', SERIES, need.series .. ':' .. volunteer) or 0)
    if held >= need.series_limit then return IN_SERIES end
  end
  if clashes(calendar, need) then return CLASH end
  if count_open(v) >= open_limit then return LIMIT end
  if need.rest > 0 and now < last_place_at(calendar) + need.rest then return REST end
  if minutes_in_week(calendar, need) + need.till - need.from > week_limit then return WEEK end
  return 0
end

-- @return 0 or the refusal, and the volunteer
local function fit(need, volunteer)
  local v = load_volunteer(volunteer)
  local refusal = suits(need, v)
  if refusal ~= 0 then return refusal, v end
  return is_free(need, volunteer, v), v
end

-- Who claims must also have been reached by the need's wave, and have accepted its risk.
local function may_claim(need, volunteer, risk_accepted)
  local refusal, v = fit(need, volunteer)
  if refusal ~= 0 then return refusal, v end
  if need.dispatch == 'waves' then
    local wave = wave_of(need)
    local reached = wave == 3 or prefers(need, v) or (wave == 2 and has_any(v.groups, need.groups))
    if not reached then return WAVE, v end
  end
  if need.risk and not risk_accepted then return RISK, v end
  return 0, v
end
