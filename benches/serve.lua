-- Asks the stock queries of a folder in turn: `wrk -s serve.lua URL -- FOLDER`; with
-- `fresh` behind the folder no two are equal, so that each has to be answered anew; with
-- `readers` too, and every client reads for up to two seconds before it asks again.

local queries, at, asked, fresh = {}, 0, 0, false

function init(arguments)
  for name in io.popen("ls " .. arguments[1] .. "/*.rq"):lines() do
    local file = io.open(name)
    table.insert(queries, file:read("*a"))
    file:close()
  end
  fresh = arguments[2] == "fresh" or arguments[2] == "readers"
  if arguments[2] == "readers" then
    delay = function() return math.random(0, 2000) end
  end
  -- Each thread of wrk begins at another query.
  at = tonumber(tostring({}):match("0x(%x+)"), 16) % #queries
end

function request()
  at = at % #queries + 1
  local headers = {
    ["Content-Type"] = "application/sparql-query",
    ["Accept"] = "application/sparql-results+json",
  }
  asked = asked + 1
  local query = fresh and queries[at] .. "\n# " .. asked or queries[at]
  return wrk.format("POST", "/query", headers, query)
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    "%.0f requests/s, median %.1f ms, p99 %.1f ms, %d errors\n",
    summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
