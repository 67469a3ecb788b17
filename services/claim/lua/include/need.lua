--[[
  A need as decisions read it: counts that change as fields of their own, all else packed in the order of need-config.ts.
]]
local CONFIGS_AT_MOST = 1000
local configs, configs_kept = {}, 0

local function unpack_config(packed)
  local c = cmsgpack.unpack(packed)
  return {
    dispatch = c[1], opens = c[2], closes = c[3], starts = c[4], ends = c[5], release = c[6],
    born = c[7], adult = c[8], night = c[9] == 1, last_day = c[10],
    skills = c[11], preferred = c[12], trainings = c[13], groups = c[14], hometowns = c[15], dialects = c[16],
    line = c[17] == 1, risk = c[18] == 1, rest = c[19], offer = c[20],
    groups_at = c[21], everyone_at = c[22], draw_at = c[23], week_start = c[24], week_end = c[25],
    x = c[26], y = c[27], series = c[28], series_limit = c[29], from = c[30], till = c[31],
    of = c[33] or 'need', -- one packed before there were classes and appeals is of a need
  }
end

-- What a packed config says. Unpacked once for as long as decisions go by it; the same bytes always say the same.
local function config_of(packed)
  local known = configs[packed]
  if not known then
    if configs_kept >= CONFIGS_AT_MOST then configs, configs_kept = {}, 0 end
    known = unpack_config(packed)
    configs[packed], configs_kept = known, configs_kept + 1
  end
  return known
end

--[[
  The need of the decision at hand, or nil if this pool does not know it. Its counts are written into the table of its
  config: a decision is about one need, and each reads them anew.
]]
local function load_need()
  local v = redis.call('HMGET', NEED, 'state', 'places', 'held', 'top', 'phase', 'wave', 'config')
  if not v[1] then return nil end
  local need = config_of(v[7])
  need.open, need.places, need.held, need.top = v[1] == 'open', tonumber(v[2]), tonumber(v[3]), tonumber(v[4])
  need.phase, need.wave = v[5], tonumber(v[6])
  return need
end

-- An alert takes everyone who answers it.
local function is_full(need)
  return need.dispatch ~= 'alert' and need.held >= need.places
end

-- The next place to give: the lowest that was given back, else a new one. Read before the log is written.
local function next_place(need)
  if need.held == need.top then return need.top + 1 end -- none was given back: every place up to the top is held
  return tonumber(redis.call('ZRANGE', FREED, 0, 0)[1])
end

-- Takes the place that next_place has named.
local function take_place(need, place)
  need.held = need.held + 1
  if place > need.top then
    need.top = place
    redis.call('HMSET', NEED, 'held', need.held, 'top', place)
  else
    redis.call('ZREM', FREED, place)
    redis.call('HSET', NEED, 'held', need.held)
  end
end

local function free_place(need, place)
  need.held = need.held - 1
  redis.call('ZADD', FREED, place, place)
  redis.call('HSET', NEED, 'held', need.held)
end
