-- Health of every kind of mandate.publicdata.io, for Argo CD.
--
-- Healthy means: the cluster matches the legal state. A link that is suspended,
-- or whose term has ended, is as it should be; the message says that it is not
-- in force and why. A grant that a pipeline deploys into carries the annotation
-- mandate.publicdata.io/wait-for: Sandbox and is Healthy only while its sandbox
-- is open.
local waiting = {status = "Progressing", message = "waiting for the operator to look at this generation"}
if obj.status == nil or obj.status.observedGeneration ~= obj.metadata.generation then
  return waiting -- observedGeneration is -1 before the first look
end

local conditions = {}
for _, condition in ipairs(obj.status.conditions or {}) do
  conditions[condition.type] = condition
end

local function is(type, status)
  return conditions[type] ~= nil and conditions[type].status == status
end

local function told(type)
  local condition = conditions[type]
  return condition.type .. "=" .. condition.status .. " " .. condition.reason .. ": " .. (condition.message or "")
end

if is("Stalled", "True") then
  return {status = "Degraded", message = told("Stalled")}
end

local annotations = obj.metadata.annotations or {}
if annotations["mandate.publicdata.io/wait-for"] == "Sandbox" then
  if is("Active", "True") and is("SandboxReady", "True") then
    return {status = "Healthy", message = told("SandboxReady")}
  end
  -- These do not come back, whatever is done.
  local over = {TermEnded = true, Terminated = true, Disqualified = true, Replaced = true}
  local active = conditions["Active"]
  if active ~= nil and over[active.reason] then
    return {status = "Degraded", message = told("Active")}
  end
  if active ~= nil then
    waiting.message = told(active.status == "True" and conditions["SandboxReady"] and "SandboxReady" or "Active")
  end
  return waiting
end

if is("Ready", "True") then
  for _, type in ipairs({"Active", "Counts"}) do
    if conditions[type] ~= nil then
      return {status = "Healthy", message = told(type)}
    end
  end
  return {status = "Healthy", message = told("Ready")}
end
if conditions["Ready"] ~= nil then
  waiting.message = told("Ready")
end
return waiting
