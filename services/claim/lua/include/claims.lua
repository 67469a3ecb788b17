--[[
  A claimant's record in a need: the claim in force or the last one, and those before it, so that a repeated request finds
  its answer even after the place was given back. A text, so that PostgreSQL can write it when a pool is rebuilt.

  Fields, separated by US (31): claim id, state (h held, w waiting, o offered, e ended) followed by the outcome told (h, w, a
  applied, o) if it is another, key, place or position told, sequence told, rest.
  rest, three more fields: place kept now (0: none), more, earlier. Left out when it says nothing new, as of most claims: one
  that is held keeps the place that was told, any other keeps none, and there is nothing more and nothing earlier.
  more, separated by RS (30), for offers and parties: until (ms), source, from (the holder who hands over and
  their claim, separated by FS), party (the
  claimants of a group of friends, separated by FS (28)).
  earlier: claims before this one, separated by GS (29), each claim id, key, outcome told, number, sequence (RS).
]]
local RECORD = '^([^\31]*)\31(.)(.?)\31([^\31]*)\31([^\31]*)\31([^\31]*)(.*)$'
local REST = '^\31([^\31]*)\31([^\31]*)\31([^\31]*)$'
local MORE = '^([^\30]*)\30([^\30]*)\30([^\30]*)\30([^\30]*)$'

local function load_record(claimant)
  local raw = redis.call('HGET', CLAIMS, claimant)
  if not raw then return nil end
  local claim, state, told, key, number, at, rest = string.match(raw, RECORD)
  number = tonumber(number)
  local r = { claim = claim, state = state, key = key, told = told == '' and state or told, number = number,
    sequence = tonumber(at), place = state == 'h' and number or 0, till = 0, source = '', from = '', party = '',
    earlier = '' }
  if rest ~= '' then
    local place, more
    place, more, r.earlier = string.match(rest, REST)
    r.place = tonumber(place)
    if more ~= '' then
      local till
      till, r.source, r.from, r.party = string.match(more, MORE)
      r.till = tonumber(till)
    end
  end
  return r
end

local function save_record(claimant, r)
  local states = r.told == r.state and r.state or r.state .. r.told
  local text = table.concat({ r.claim, states, r.key, r.number, string.format('%d', r.sequence) }, '\31')
  local more = ''
  if r.till ~= 0 or r.source ~= '' or r.from ~= '' or r.party ~= '' then
    more = table.concat({ string.format('%d', r.till), r.source, r.from, r.party }, '\30')
  end
  if more ~= '' or r.earlier ~= '' or r.place ~= (r.state == 'h' and r.number or 0) then
    text = table.concat({ text, r.place, more, r.earlier }, '\31')
  end
  redis.call('HSET', CLAIMS, claimant, text)
end

-- A record for a new claim of somebody who may have had others here before.
local function new_record(before, claim, state, key, number, place, told)
  local earlier = ''
  if before then
    local was = table.concat({ before.claim, before.key, before.told, before.number,
      string.format('%d', before.sequence) }, '\30')
    earlier = before.earlier == '' and was or before.earlier .. '\29' .. was
  end
  return { claim = claim, state = state, key = key, told = told or state, number = number, sequence = sequence,
    place = place, till = 0, source = '', from = '', party = '', earlier = earlier }
end

-- How many claims came before the one in the record.
local function count_earlier(r)
  local _, count = string.gsub(r.earlier, '[^\29]+', '')
  return count
end

-- The answer that was given for that key: { told, number, sequence, claim }, or nil.
local function answer_for(r, key)
  if r.key == key then return { r.told, r.number, r.sequence, r.claim } end
  for was in string.gmatch(r.earlier, '[^\29]+') do
    local claim, k, told, number, at = string.match(was, '^([^\30]*)\30([^\30]*)\30([^\30]*)\30([^\30]*)\30([^\30]*)$')
    if k == key then return { told, tonumber(number), tonumber(at), claim } end
  end
  return nil
end

-- Whether that claim is one of those before.
local function was_earlier(r, claim)
  return string.find('\29' .. r.earlier, '\29' .. claim .. '\30', 1, true) ~= nil
end

-- Everybody who stands in line together with this claimant; the first of them is the one in the line.
local function party_of(r, claimant)
  if r.party == '' then return { claimant } end
  local members = {}
  for member in string.gmatch(r.party, '[^\28]+') do members[#members + 1] = member end
  return members
end

local function end_record(claimant, r)
  r.state, r.place, r.till, r.source, r.from, r.party = 'e', 0, 0, '', '', ''
  save_record(claimant, r)
end
