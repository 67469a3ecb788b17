--[[
  Decide one claim, and log the outcome.

  KEYS  1 sequence   2 log   3 volunteers   4 calendars   5 need   6 its claims   7 its line   8 its freed places
        (one hash tag: the pool)
  ARGV  1 need id   2 volunteer id   3 claim id to use   4 idempotency key   5 now, ms   6 epoch   7 limit of open claims
  Out   { outcome, sequence, place or position, claim id }
        outcome 1 held, 2 waiting, 3 held replayed, 4 waiting replayed; < 0: a refusal, see refusals.ts
  Writes nothing unless it logs; logs before it writes.
]]
--@include log
--@include need
--@include fit
--@include claims
local POOL_NOT_LOADED, EPOCH_OVER, NEED_UNKNOWN = -1, -2, -4
local NEED_CLOSED, NOT_OPEN_YET, NEED_FULL, ALREADY_IN, CLAIMED_TOO_OFTEN = -20, -21, -22, -23, -24
local MOST_EARLIER = 8

local need_id, volunteer_id, claim_id, key = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local now, epoch, open_limit = tonumber(ARGV[5]), ARGV[6], tonumber(ARGV[7])

local sequence = tonumber(redis.call('GET', KEYS[1]))
if not sequence then return { POOL_NOT_LOADED } end

local mine = load_record(KEYS[6], volunteer_id)
if mine then
  if mine[KEY] == key then
    return { mine[TOLD] == 'h' and 3 or 4, mine[SEQUENCE], mine[NUMBER], mine[CLAIM_ID] }
  end
  for _, was in ipairs(mine[EARLIER]) do
    if was[1] == key then return { was[3] == 'h' and 3 or 4, was[5], was[4], was[2] } end
  end
end

local need = load_need(KEYS[5])
if not need then return { NEED_UNKNOWN } end
if not need.open or now >= need.closes then return { NEED_CLOSED } end
if now < need.opens then return { NOT_OPEN_YET } end
if mine and mine[STATE] ~= 'e' then return { ALREADY_IN } end
local full = need.held >= need.places
if full and not need.line then return { NEED_FULL } end
if mine and #mine[EARLIER] >= MOST_EARLIER then return { CLAIMED_TOO_OFTEN } end
local refusal = fit(need, need_id, KEYS[3], KEYS[4], volunteer_id, now, open_limit)
if refusal ~= 0 then return { refusal } end

-- Decided. The place is read before the log is written, and taken after.
local number
if full then
  number = redis.call('ZCARD', KEYS[7]) + 1
else
  number = tonumber(redis.call('LINDEX', KEYS[8], 0)) or need.top + 1
end
sequence = sequence + 1
local entry = { need = need_id, volunteer = volunteer_id, claim = claim_id, key = key, number = number }
if not append(KEYS[2], epoch, sequence, full and 'waiting' or 'held', ARGV[5], entry) then return { EPOCH_OVER } end

redis.call('SET', KEYS[1], string.format('%d', sequence))
local earlier = {}
if mine then
  earlier = mine[EARLIER]
  earlier[#earlier + 1] = { mine[KEY], mine[CLAIM_ID], mine[TOLD], mine[NUMBER], mine[SEQUENCE] }
end
local told = full and 'w' or 'h'
save_record(KEYS[6], volunteer_id, { claim_id, told, key, told, number, sequence, full and 0 or number, earlier })
if full then
  redis.call('ZADD', KEYS[7], sequence, volunteer_id)
  return { 2, sequence, number, claim_id }
end
if number > need.top then
  redis.call('HMSET', KEYS[5], 'held', need.held + 1, 'top', number)
else
  redis.call('LPOP', KEYS[8])
  redis.call('HSET', KEYS[5], 'held', need.held + 1)
end
enter_calendar(KEYS[4], volunteer_id, need, need_id, now)
return { 1, sequence, number, claim_id }
