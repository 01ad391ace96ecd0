package acctest

import (
	"maps"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
)

// Synchronize runs one cycle of each started synchronization job of every tenant, as
// POST /_emulator/sync/run does.
func (w *World) Synchronize() []provisioning.Report {
	w.t.Helper()
	var all []provisioning.Report
	for _, t := range w.estate.Tenants {
		reports, err := provisioning.Run(w.World, t.TenantID)
		if err != nil {
			w.t.Fatal(err)
		}
		all = append(all, reports...)
	}
	return all
}

// Synchronizing adds a configuration of synchronization from Contoso to Fabrikam, which
// both tenants allow.
func (e *Estate) Synchronizing(configuration Object) *Estate {
	consents := Object{"inboundAllowed": true, "outboundAllowed": true}
	contoso, fabrikam := e.Tenant(Contoso), e.Tenant(Fabrikam)
	contoso.CrossTenantAccess = Object{"partners": []Object{{"tenantId": FabrikamID, "automaticUserConsentSettings": consents}}}
	fabrikam.CrossTenantAccess = Object{"partners": []Object{{
		"tenantId": ContosoID, "automaticUserConsentSettings": consents,
		"identitySynchronization": Object{"userSyncInbound": Object{"isSyncAllowed": true}},
	}}}
	contoso.Synchronizations = []Object{configuration}
	return e
}

// SyncToFabrikam is a configuration of Contoso for Fabrikam with a started job, its
// schema and assignments.
func SyncToFabrikam(schema Object, assigned ...any) Object {
	return Object{
		"displayName": "To Fabrikam", "secrets": Object{"CompanyId": FabrikamID, "SyncAll": "false"}, "assignedTo": assigned,
		"job": Object{"schedule": Object{"state": "Active"}, "status": Object{"code": "Active"}, "schema": schema},
	}
}

// SyncSchema is the schema of a synchronization job in a seed. It maps few attributes,
// and not userType; a mapping that is given is added, or replaces that of its
// attribute. Users and groups have members that replace those
// of the mapping, such as {"enabled": false}; a new job synchronizes no groups.
func SyncSchema(users, groups, mapping Object) Object {
	attributes := []Object{
		SyncMapping("alternativeSecurityIds", "Always", "Function", "AltSecIdFromNetId([netId])"),
		SyncMapping("userPrincipalName", "Always", "Attribute", "[userPrincipalName]"),
		SyncMapping("accountEnabled", "Always", "Attribute", "[accountEnabled]"),
		SyncMapping("displayName", "Always", "Attribute", "[displayName]"),
		SyncMapping("department", "Always", "Attribute", "[department]"),
		SyncMapping("mail", "Always", "Attribute", "[mail]"),
		SyncMapping("showInAddressList", "Always", "Constant", `"true"`),
	}
	attributes[0]["matchingPriority"] = 1
	if mapping != nil {
		attributes = append(slices.DeleteFunc(attributes, func(o Object) bool {
			return o["targetAttributeName"] == mapping["targetAttributeName"]
		}), mapping)
	}
	return Object{"version": "v1.2", "directories": []any{}, "synchronizationRules": []Object{{
		"id": "12121212-0000-4000-8000-000000000001", "name": "USER_INBOUND_USER", "priority": 1, "editable": true, "metadata": []any{},
		"sourceDirectoryName": "Azure Active Directory", "targetDirectoryName": "Azure Active Directory (target tenant)",
		"objectMappings": []Object{
			objectMapping("User", true, users, attributes),
			objectMapping("Group", false, groups, []Object{
				SyncMapping("externalId", "Always", "Attribute", "[objectId]"), SyncMapping("displayName", "Always", "Attribute", "[displayName]"),
			}),
		},
	}}}
}

func objectMapping(object string, enabled bool, members Object, attributes []Object) Object {
	m := Object{
		"name": object, "enabled": enabled, "flowTypes": "Add, Update, Delete", "sourceObjectName": object, "targetObjectName": object,
		"metadata": []any{}, "scope": nil, "attributeMappings": attributes,
	}
	maps.Copy(m, members)
	return m
}

// SyncMapping maps one attribute of the target. Flow is the flowType, kind and
// expression are those of the source.
func SyncMapping(target, flow, kind, expression string) Object {
	return Object{
		"targetAttributeName": target, "flowType": flow, "flowBehavior": "FlowWhenChanged", "matchingPriority": 0, "defaultValue": nil,
		"exportMissingReferences": false, "source": Object{"type": kind, "name": target, "expression": expression, "parameters": []any{}},
	}
}
