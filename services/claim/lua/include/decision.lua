--[[
  What every decision about one need begins with.

  KEYS  1 sequence   2 log   3 volunteers   4 calendars   5 need   6 its claims   7 its line   8 its freed places
        9 places held in series   (one hash tag: the pool)
  ARGV  1 epoch   2 now, ms since 1970   3 need id   4 limit of open claims   5 limit of minutes in a week
  Out   { outcome, sequence, … }: outcome > 0: see the script; < 0: a refusal, see refusals.ts.
        sequence: the last number this script took; for a refusal, the number after which it was decided
  Writes nothing unless it logs; logs before it writes. The first entry is the fence: ids are <epoch>-<sequence> without
  gaps, so a writer with an old epoch fails there, before it has changed anything.
]]
local SEQUENCE, LOG, VOLUNTEERS, CALENDARS, NEED, CLAIMS, LINE, FREED, SERIES =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8], KEYS[9]
local epoch, now, need_id = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local POOL_NOT_LOADED, EPOCH_OVER, NEED_UNKNOWN, CLAIM_UNKNOWN = -1, -2, -4, -5

local sequence = tonumber(redis.call('GET', SEQUENCE))
if not sequence then return { POOL_NOT_LOADED } end

local fenced = false
-- Appends an entry to the log. The first one of a script says which operation it is; false if the epoch is over.
local function log(operation, kind, data)
  sequence = sequence + 1
  local id = epoch .. '-' .. string.format('%d', sequence)
  if fenced then
    redis.call('XADD', LOG, id, 'kind', kind, 'at', ARGV[2], 'data', cjson.encode(data))
    return true
  end
  local reply = redis.pcall('XADD', LOG, id, 'kind', kind, 'at', ARGV[2], 'data', cjson.encode(data), 'op', operation)
  fenced = not (type(reply) == 'table' and reply.err)
  return fenced
end

local function refuse(code)
  return { code, sequence }
end

-- Ends a script that has logged.
local function done(outcome, ...)
  redis.call('SET', SEQUENCE, string.format('%d', sequence))
  return { outcome, sequence, ... }
end
