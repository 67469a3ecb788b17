--[[
  Open the places of a need that was published, with all that decisions read of it; or bring a need that was moved up to
  date. A publication or revision that is known already, or older, changes nothing. Common KEYS and ARGV 1 to 6:
  include/decision.lua.

  ARGV  7 publication   8 revision   9 places   10 config as JSON, in the order of need-config.ts
        11 commitment of a draw, or empty
  Out   { outcome, sequence }: 1 opened, 2 was known, 3 moved
  Claims of an earlier publication stay on record as ended.
]]
--@decision
local publication, revision, places = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
local known = redis.call('HMGET', NEED, 'publication', 'revision')
local config = cjson.decode(ARGV[10])
if known[1] and tonumber(known[1]) >= publication then
  if tonumber(known[1]) > publication or tonumber(known[2]) >= revision then return { 2, sequence } end
  if not log('set', 'changed', { need = need_id, revision = revision, config = config }) then return { EPOCH_OVER } end
  redis.call('HSET', NEED, 'revision', revision, 'config', cmsgpack.pack(config))
  return done(3)
end
local phase = (config[1] == 'draw' or config[1] == 'approval') and 'gathering' or ''
local entry = { need = need_id, publication = publication, revision = revision, places = places, phase = phase,
  config = config, commitment = ARGV[11] ~= '' and ARGV[11] or nil }
if not log('set', 'opened', entry) then return { EPOCH_OVER } end
redis.call('DEL', LINE, FREED)
redis.call('HSET', NEED, 'publication', publication, 'revision', revision, 'state', 'open', 'places', places, 'held', 0,
  'top', 0, 'wave', 1, 'phase', phase, 'config', cmsgpack.pack(config))
return done(1)
