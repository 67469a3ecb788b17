--[[
  A volunteer's record in a need: the claim in force or the last one, and those before it, so that a repeated request
  finds its answer even after the place was given back.
  Record: { claim id, state (h held, w waiting, e ended), key, outcome told (h or w), place or position told, sequence,
            place held now, earlier }, earlier: a list of { key, claim id, outcome, number, sequence }.
]]
local CLAIM_ID, STATE, KEY, TOLD, NUMBER, SEQUENCE, PLACE, EARLIER = 1, 2, 3, 4, 5, 6, 7, 8

local function load_record(claims, volunteer_id)
  local packed = redis.call('HGET', claims, volunteer_id)
  return packed and cmsgpack.unpack(packed) or nil
end

local function save_record(claims, volunteer_id, record)
  redis.call('HSET', claims, volunteer_id, cmsgpack.pack(record))
end
