-- Asks the stock queries of a folder in turn: `wrk -s serve.lua URL -- FOLDER`.

local queries, at, failed = {}, 0, 0

function init(arguments)
  for name in io.popen("ls " .. arguments[1] .. "/*.rq"):lines() do
    local file = io.open(name)
    table.insert(queries, file:read("*a"))
    file:close()
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
  return wrk.format("POST", "/query", headers, queries[at])
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    "%.0f requests/s, median %.1f ms, p99 %.1f ms, %d errors\n",
    summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
