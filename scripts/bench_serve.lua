-- What wrk sends for bench_serve: wrk -s bench_serve.lua ADDRESS -- BODIES [REQUESTS A SECOND]

local ffi = require("ffi")
ffi.cdef [[
    typedef struct { long seconds, nanoseconds; } moment;
    int clock_gettime(int clock, moment *now);
]]

local requests, sent = {}, 0

local function now()
    local moment = ffi.new("moment")
    ffi.C.clock_gettime(1, moment)
    return tonumber(moment.seconds) + tonumber(moment.nanoseconds) / 1e9
end

function init(arguments)
    wrk.headers["Content-Type"] = "application/json"
    for body in io.lines(arguments[1]) do
        requests[#requests + 1] = wrk.format("POST", nil, nil, body)
    end
    local rate, next = tonumber(arguments[2]), now()
    if rate then
        -- Requests come independently of each other, and of the answers.
        function delay()
            next = math.max(next, now() - 1) - math.log(1 - math.random()) / rate
            return math.max(0, 1000 * (next - now()))
        end
    end
end

function request()
    sent = sent + 1
    return requests[sent % #requests + 1]
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        '{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "worst": %f, "failed": %d}\n',
        summary.requests, summary.duration / 1e6,
        latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout
    ))
end
