-- Sends the requests of a file in turn: one a line, tab-separated method, path, token, etag, body.
-- At the end prints one line of JSON for benchmarks/load.py to read.
local prepared = {}
local turn = 0

function init(arguments)
    for line in io.lines(arguments[1]) do
        local method, path, token, etag, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)$")
        local headers = { Authorization = "Bearer " .. token, Accept = "application/json" }
        if etag ~= "" then headers["If-None-Match"] = etag end
        if body ~= "" then headers["Content-Type"] = "application/json" end
        prepared[#prepared + 1] = wrk.format(method, path, headers, body ~= "" and body or nil)
    end
end

function request()
    turn = turn % #prepared + 1
    return prepared[turn]
end

function done(summary, latency)
    local errors = summary.errors
    print(string.format(
        'RESULT {"requests":%d,"microseconds":%d,"bytes":%d,"p50":%.1f,"p99":%.1f,"refused":%d,"broken":%d}',
        summary.requests, summary.duration, summary.bytes, latency:percentile(50), latency:percentile(99),
        errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
