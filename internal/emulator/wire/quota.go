package wire

import (
	"strings"
	"time"
)

// charge is the cost of a request in one bucket.
type charge struct {
	key   string
	quota quota
	units float64
	// scope and reason describe a refusal: x-ms-throttle-scope and
	// x-ms-throttle-information.
	scope, reason string
	// silent refusals have no Retry-After.
	silent bool
}

const (
	reasonUnits  = "ResourceUnitLimitExceeded"
	reasonWrites = "WriteLimitExceeded"
)

// Published quotas (graph-identity §5).
var (
	smallTenant  = quota{3_500, 10 * time.Second}
	mediumTenant = quota{5_000, 10 * time.Second}
	largeTenant  = quota{8_000, 10 * time.Second}

	unitsPerApp     = quota{150_000, 20 * time.Second}
	writesPerBoth   = quota{3_000, 150 * time.Second}
	writesPerApp    = quota{70_000, 5 * time.Minute}
	writesPerTenant = quota{18_000, 5 * time.Minute}
	requestsPerApp  = quota{130_000, 10 * time.Second}

	conditionalAccess = quota{1, time.Second}
	auditLogs         = quota{5, 10 * time.Second}
)

// unitsPerBoth is the quota of one application in a tenant with the given number
// of users.
func unitsPerBoth(users int) quota {
	switch {
	case users < 50:
		return smallTenant
	case users <= 500:
		return mediumTenant
	default:
		return largeTenant
	}
}

// call holds the properties of a request that quotas depend on.
type call struct {
	tenant, app string
	path        string // below the version root, lower case
	units       int
	write       bool
	users       int
}

// charges returns the costs of a call, the narrowest scope first.
func (c call) charges() []charge {
	both := "/" + c.app + "/" + c.tenant
	everywhere := charge{key: "requests app " + c.app, quota: requestsPerApp, units: 1, scope: "Application/ReadWrite" + both, reason: "CPULimitExceeded"}
	switch {
	case strings.HasPrefix(c.path, "/identity/conditionalaccess"), strings.HasPrefix(c.path, "/identityprotection"):
		return []charge{
			{key: "conditional access " + c.tenant, quota: conditionalAccess, units: 1, scope: "Tenant/ReadWrite" + both, reason: reasonUnits, silent: true},
			everywhere,
		}
	case strings.HasPrefix(c.path, "/auditlogs"):
		return []charge{
			{key: "audit " + both, quota: auditLogs, units: 1, scope: "Tenant_Application/Read" + both, reason: reasonUnits},
			everywhere,
		}
	}
	list := []charge{
		{key: "units " + both, quota: unitsPerBoth(c.users), units: float64(c.units), scope: "Tenant_Application/ReadWrite" + both, reason: reasonUnits},
		{key: "units app " + c.app, quota: unitsPerApp, units: float64(c.units), scope: "Application/ReadWrite" + both, reason: reasonUnits},
		everywhere,
	}
	if c.write {
		list = append(list,
			charge{key: "writes " + both, quota: writesPerBoth, units: 1, scope: "Tenant_Application/Write" + both, reason: reasonWrites},
			charge{key: "writes app " + c.app, quota: writesPerApp, units: 1, scope: "Application/Write" + both, reason: reasonWrites},
			charge{key: "writes tenant " + c.tenant, quota: writesPerTenant, units: 1, scope: "Tenant/Write" + both, reason: reasonWrites},
		)
	}
	return list
}
