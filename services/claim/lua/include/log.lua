--[[
  Append to the pool's log: the fence. Ids are <epoch>-<sequence> without gaps, so a writer with an old epoch fails here,
  before it has changed anything.
  @return true, or false if this writer's epoch is over
]]
local function append(log, epoch, sequence, kind, at, data)
  local reply = redis.pcall('XADD', log, epoch .. '-' .. string.format('%d', sequence),
    'kind', kind, 'at', at, 'data', cjson.encode(data))
  return not (type(reply) == 'table' and reply.err)
end
