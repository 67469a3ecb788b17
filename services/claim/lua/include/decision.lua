--[[
  What every decision about one need begins with.

  KEYS  1 sequence   2 log   3 volunteers   4 need   5 its claims   6 its line   7 its freed places   8 places held in series
        9 number of the last entry about the need   (one hash tag: the pool)
  ARGV  1 epoch   2 now, ms since 1970   3 need id   4 limit of open claims   5 limit of minutes in a week
        6 trace context (W3C traceparent) of whoever asks, empty if nobody traces: stands in what is logged
  Out   { outcome, sequence, … }: outcome > 0: see the script; < 0: a refusal, see refusals.ts.
        sequence: the last number this script took; for a refusal, the number after which it was decided
  Writes nothing unless it logs; logs before it writes. The first entry is the fence: ids are <epoch>-<sequence> without
  gaps, so a writer with an old epoch fails there, before it has changed anything.
]]
local POOL_NOT_LOADED, EPOCH_OVER, NEED_UNKNOWN, CLAIM_UNKNOWN = -1, -2, -4, -5

-- Of the decision at hand, set anew by each: Redis makes one decision at a time.
local SEQUENCE, LOG, VOLUNTEERS, NEED, CLAIMS, LINE, FREED, SERIES, LAST
local epoch, at, now, need_id, open_limit, week_limit, trace, tag
local sequence, fenced, people

-- Makes a function that Redis can call of what a script decides.
local function decision(decide)
  return function(keys, args)
    SEQUENCE, LOG, VOLUNTEERS, NEED = keys[1], keys[2], keys[3], keys[4]
    CLAIMS, LINE, FREED, SERIES, LAST = keys[5], keys[6], keys[7], keys[8], keys[9]
    epoch, at, need_id = args[1], args[2], args[3]
    now, open_limit, week_limit, trace = tonumber(at), tonumber(args[4]), tonumber(args[5]), args[6]
    tag, fenced, people = string.sub(need_id, -12), false, {}
    sequence = tonumber(redis.call('GET', SEQUENCE))
    if not sequence then return { POOL_NOT_LOADED } end
    return decide(args)
  end
end

-- Appends an entry to the log. The first one of a script says which operation it is; false if the epoch is over.
local function log(operation, kind, data)
  sequence = sequence + 1
  local id, text = epoch .. '-' .. string.format('%d', sequence), cjson.encode(data)
  if fenced then
    redis.call('XADD', LOG, id, 'kind', kind, 'at', at, 'trace', trace, 'data', text)
    return true
  end
  local reply = redis.pcall('XADD', LOG, id, 'kind', kind, 'at', at, 'trace', trace, 'data', text, 'op', operation)
  fenced = not (type(reply) == 'table' and reply.err)
  return fenced
end

local function refuse(code)
  return { code, sequence }
end

-- Ends a script, which may have logged.
local function done(outcome, ...)
  if fenced then
    local last = string.format('%d', sequence)
    redis.call('MSET', SEQUENCE, last, LAST, last)
  end
  return { outcome, sequence, ... }
end
