--[[
  Give a place back, or leave the line. A place given back goes to the first in line who still fits, in this same script;
  who no longer fits keeps standing and is named in the log with the reason.

  KEYS  1 sequence   2 log   3 volunteers   4 calendars   5 need   6 its claims   7 its line   8 its freed places
  ARGV  1 need id   2 volunteer id   3 claim id   4 reason (volunteer, staff, need-ended)   5 now, ms   6 epoch
        7 limit of open claims
  Out   { outcome, sequence }: outcome 1 given back, 2 left the line, 3 had ended before; < 0: a refusal
        sequence: the last number that this script took
  Writes nothing unless it logs; logs before it writes.
]]
--@include log
--@include need
--@include fit
--@include claims
local POOL_NOT_LOADED, EPOCH_OVER, NEED_UNKNOWN, CLAIM_UNKNOWN, RELEASE_CLOSED = -1, -2, -4, -5, -30
local LOOK_AT_MOST = 100

local need_id, volunteer_id, claim_id, reason = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local now, epoch, open_limit = tonumber(ARGV[5]), ARGV[6], tonumber(ARGV[7])

local sequence = tonumber(redis.call('GET', KEYS[1]))
if not sequence then return { POOL_NOT_LOADED } end
local need = load_need(KEYS[5])
if not need then return { NEED_UNKNOWN } end
local mine = load_record(KEYS[6], volunteer_id)
if not mine then return { CLAIM_UNKNOWN } end
if mine[CLAIM_ID] ~= claim_id then
  for _, was in ipairs(mine[EARLIER]) do
    if was[2] == claim_id then return { 3, sequence } end
  end
  return { CLAIM_UNKNOWN }
end
if mine[STATE] == 'e' then return { 3, sequence } end
local held = mine[STATE] == 'h'
if held and reason == 'volunteer' and now > need.release then return { RELEASE_CLOSED } end

-- Who moves up is found before anything is written.
local next_id, next_record
local passed_over = {}
if held and need.open and now < need.starts and need.held <= need.places then
  for _, candidate in ipairs(redis.call('ZRANGE', KEYS[7], 0, LOOK_AT_MOST - 1)) do
    local refusal = fit(need, need_id, KEYS[3], KEYS[4], candidate, now, open_limit)
    if refusal == 0 then
      next_id, next_record = candidate, load_record(KEYS[6], candidate)
      break
    end
    passed_over[#passed_over + 1] = { volunteer = candidate, refusal = refusal }
  end
end

sequence = sequence + 1
local place = mine[PLACE]
local entry = { need = need_id, volunteer = volunteer_id, claim = claim_id, number = place, reason = reason }
if not append(KEYS[2], epoch, sequence, held and 'released' or 'left', ARGV[5], entry) then return { EPOCH_OVER } end
mine[STATE], mine[PLACE] = 'e', 0
save_record(KEYS[6], volunteer_id, mine)
if not held then
  redis.call('ZREM', KEYS[7], volunteer_id)
  redis.call('SET', KEYS[1], string.format('%d', sequence))
  return { 2, sequence }
end
leave_calendar(KEYS[4], volunteer_id, need_id)
if next_id then
  sequence = sequence + 1
  -- Cannot fail: the entry before it went through in this very script.
  append(KEYS[2], epoch, sequence, 'promoted', ARGV[5], {
    need = need_id, volunteer = next_id, claim = next_record[CLAIM_ID], number = place,
    passed = #passed_over > 0 and passed_over or nil,
  })
  next_record[STATE], next_record[PLACE] = 'h', place
  save_record(KEYS[6], next_id, next_record)
  redis.call('ZREM', KEYS[7], next_id)
  enter_calendar(KEYS[4], next_id, need, need_id, now)
else
  redis.call('RPUSH', KEYS[8], place)
  redis.call('HSET', KEYS[5], 'held', need.held - 1)
end
redis.call('SET', KEYS[1], string.format('%d', sequence))
return { 1, sequence }
