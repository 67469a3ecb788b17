--[[
  Volunteers as decisions know them, in one hash for the pool: what their events tell (the record: volunteer-record.ts), and
  after an RS (30) their calendar, for who has had a place (calendar.lua).
]]
local VOLUNTEER = '^([^\31]*)\31([^\31]*)\31([^\31]*)\31([^\31]*)\31([^\31]*)\31([^\31]*)\31([^\31]*)\31([^\31]*)$'

local function split_volunteer(raw)
  local cut = string.find(raw, '\30', 1, true)
  if not cut then return raw, '' end
  return string.sub(raw, 1, cut - 1), string.sub(raw, cut + 1)
end

local function join_volunteer(record, calendar)
  return calendar == '' and record or record .. '\30' .. calendar
end

local function read_volunteer(id)
  local raw = redis.call('HGET', VOLUNTEERS, id)
  if not raw then return nil end
  local record, calendar = split_volunteer(raw)
  local _, flags, born, skills, groups, trainings, hometown, dialects = string.match(record, VOLUNTEER)
  return { record = record, calendar = calendar, flags = flags, born = tonumber(born), skills = skills, groups = groups,
    trainings = trainings, hometown = hometown, dialects = dialects }
end

-- A volunteer, or nil if the pool does not know them. Read once, until their calendar changes.
local function load_volunteer(id)
  local v = people[id] or read_volunteer(id)
  people[id] = v
  return v
end

-- Saves a record and its calendar, which the caller puts together in one expression: a long one is copied no more than it must.
local function save_volunteer(id, text)
  redis.call('HSET', VOLUNTEERS, id, text)
  people[id] = nil
end
