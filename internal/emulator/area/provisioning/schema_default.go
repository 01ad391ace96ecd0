package provisioning

import (
	"encoding/json"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// The directories of the default schema.
const (
	sourceDirectory = "Azure Active Directory"
	targetDirectory = "Azure Active Directory (target tenant)"
)

// matchedBy is the attribute that finds the user of the target, and the expression
// that computes it. Neither can be changed (graph-cross-tenant §4.5).
const (
	matchedBy       = "alternativeSecurityIds"
	matchExpression = "AltSecIdFromNetId([netId])"
)

// defaultAttributes are the direct mappings of the default schema, in order; the
// attributes between givenName and preferredLanguage are assumed
// (graph-cross-tenant §4.5).
var defaultAttributes = []string{
	"IsSoftDeleted", "accountEnabled", "streetAddress", "city", "state", "postalCode", "country", "department", "employeeId", "displayName",
	"givenName", "jobTitle", "mailNickname", "mobile", "physicalDeliveryOfficeName", "preferredLanguage", "surname", "telephoneNumber", "userPrincipalName",
}

// The flow types and flow behaviors of attributes.
const (
	flowAlways      = "Always"
	flowOnCreation  = "ObjectAddOnly"
	flowWhenUnset   = "AttributeAddOnly"
	flowWhenChanged = "FlowWhenChanged"
)

func direct(name string) AttributeMapping {
	return AttributeMapping{
		FlowBehavior: flowWhenChanged, FlowType: flowAlways, Target: name,
		Source: &MappingSource{Expression: "[" + name + "]", Name: name, Type: "Attribute", Parameters: []mappingParam{}},
	}
}

func constant(name, value, flow string) AttributeMapping {
	m := direct(name)
	m.FlowType, m.Source = flow, &MappingSource{Expression: `"` + value + `"`, Name: value, Type: "Constant", Parameters: []mappingParam{}}
	return m
}

func userMappings(manager bool) []AttributeMapping {
	id := direct("netId").Source
	all := []AttributeMapping{{
		FlowBehavior: flowWhenChanged, FlowType: flowAlways, MatchingPriority: 1, Target: matchedBy,
		Source: &MappingSource{Expression: matchExpression, Name: "AltSecIdFromNetId", Type: "Function", Parameters: []mappingParam{{"source", *id}}},
	}}
	for _, name := range defaultAttributes {
		all = append(all, direct(name))
	}
	all = append(all, constant("showInAddressList", "true", flowAlways), direct("mail"), constant("userType", "Member", flowOnCreation))
	if manager {
		all = append(all, direct("manager"))
	}
	return all
}

func groupMappings() []AttributeMapping {
	id := direct("objectId")
	id.MatchingPriority, id.Target = 1, "externalId"
	return []AttributeMapping{id, direct("displayName"), direct("description"), direct("mailNickname"), direct("members"), constant("securityEnabled", "true", flowOnCreation)}
}

func objectMapping(object, name string, enabled bool, attributes []AttributeMapping) ObjectMapping {
	return ObjectMapping{
		Enabled: enabled, FlowTypes: "Add, Update, Delete", Name: &name, Source: object, Target: object,
		Metadata: []entry{{"EscrowBehavior", "Default"}, {"Disposition", "Normal"}, {"OriginalJoiningProperty", attributes[0].Target}, {"IsCustomerDefined", "False"}},
		Scope:    &Filter{[]FilterGroup{}, []FilterGroup{}, []FilterGroup{}}, Attributes: attributes,
	}
}

// defaultSchema is the schema of a new job. Managers are synchronized in the
// commercial cloud only (graph-cross-tenant §4.5, §4.9).
func defaultSchema(d *kernel.Directory, crossCloud bool, at kernel.Moment) string {
	manager := d.Cloud == schema.CloudPublic && !crossCloud
	mappings := []ObjectMapping{objectMapping(objectUser, "Provision Azure Active Directory Users", true, userMappings(manager))}
	if !crossCloud {
		mappings = append(mappings, objectMapping(objectGroup, "Provision Azure Active Directory Groups", false, groupMappings()))
	}
	s := Schema{
		Version: "v1.2",
		Rules: []Rule{{
			Editable: true, ID: at.NewID(), Name: "USER_INBOUND_USER", Priority: 1, Source: sourceDirectory, Target: targetDirectory,
			Metadata: []entry{{"defaultSourceObjectMappings", metadataOf(mappings)}, {"supportsProvisionOnDemand", "True"}}, Mappings: mappings,
		}},
		Directories: []DirectoryDefinition{directoryDefinition(sourceDirectory, at.NewID(), true), directoryDefinition(targetDirectory, at.NewID(), false)},
	}
	return marshal(s)
}

// metadataOf is the text of the mappings that a client can restore.
func metadataOf(mappings []ObjectMapping) string { return marshal(mappings) }

// marshal encodes a value that can always be encoded.
func marshal(value any) string {
	text, _ := json.Marshal(value)
	return string(text)
}

// userAttributes are the attributes of users in a directory definition, by type.
var userAttributes = map[string][]string{
	"String": {
		"alternativeSecurityIds", "appRoleAssignments", "city", "companyName", "country", "department", "displayName", "employeeId", "facsimileTelephoneNumber",
		"givenName", "jobTitle", "mail", "mailNickname", "mobile", "netId", "objectId", "otherMails", "physicalDeliveryOfficeName", "postalCode",
		"preferredLanguage", "proxyAddresses", "state", "streetAddress", "surname", "telephoneNumber", "usageLocation", "userPrincipalName", "userType",
		"extensionAttribute1", "extensionAttribute2", "extensionAttribute3", "extensionAttribute4", "extensionAttribute5", "extensionAttribute6",
		"extensionAttribute7", "extensionAttribute8", "extensionAttribute9", "extensionAttribute10", "extensionAttribute11", "extensionAttribute12",
		"extensionAttribute13", "extensionAttribute14", "extensionAttribute15",
	},
	"Boolean":   {"IsSoftDeleted", "accountEnabled", "showInAddressList"},
	"Reference": {"manager"},
}

var groupAttributes = map[string][]string{
	"String": {"description", "displayName", "externalId", "mailNickname", "objectId"}, "Boolean": {"securityEnabled"}, "Reference": {"members"},
}

var multivalued = []string{"alternativeSecurityIds", "appRoleAssignments", "otherMails", "proxyAddresses", "members"}

func directoryDefinition(name, id string, readOnly bool) DirectoryDefinition {
	return DirectoryDefinition{
		ID: id, Discoverabilities: "AttributeNames, AttributeDataTypes, AttributeReadOnly", Name: name, ReadOnly: readOnly, Version: "v1.2",
		Objects: []ObjectDefinition{objectDefinition(objectUser, userAttributes), objectDefinition(objectGroup, groupAttributes)},
	}
}

func objectDefinition(name string, attributes map[string][]string) ObjectDefinition {
	o := ObjectDefinition{Metadata: []entry{}, Name: name, APIs: []string{}}
	for _, kind := range []string{"String", "Boolean", "Reference"} {
		for _, attribute := range attributes[kind] {
			a := AttributeDefinition{
				Anchor: attribute == "objectId", Expressions: []entry{}, Metadata: []entry{}, Multivalued: slices.Contains(multivalued, attribute),
				Mutability: "ReadWrite", Name: attribute, References: []referencedObject{}, Type: kind,
			}
			if kind == "Reference" {
				a.References = []referencedObject{{Name: objectUser}}
			}
			o.Attributes = append(o.Attributes, a)
		}
	}
	return o
}
