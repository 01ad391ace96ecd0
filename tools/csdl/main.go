// Command csdl writes the emulator's extract of Microsoft Graph's official
// schema: names, types, nullability and enumeration members of the types that it
// serves or will serve, with the clouds and versions that have them.
//
// The source is a checkout of https://github.com/microsoftgraph/msgraph-metadata:
//
//	go run ./tools/csdl -metadata DIR -commit COMMIT > internal/emulator/schema/csdl.txt
//
// Of v1.0 it reads one file per cloud; of beta only the names of the members,
// which that repository keeps apart from its largest file.
package main

import (
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// roots are the types of the entity sets; complex types and enumerations follow
// from their properties.
var roots = []string{
	"administrativeUnit", "appRoleAssignment", "application", "applicationServicePrincipal", "applicationTemplate",
	"azureActiveDirectoryTenant", "crossCloudAzureActiveDirectoryTenant", "domainIdentitySource", "externalDomainFederation", "socialIdentitySource",
	"authenticationStrengthPolicy", "authorizationPolicy", "b2bManagementPolicy", "conditionalAccessPolicy",
	"connectedOrganization", "countryNamedLocation", "crossTenantAccessPolicy",
	"crossTenantAccessPolicyConfigurationDefault", "crossTenantAccessPolicyConfigurationPartner",
	"crossTenantIdentitySyncPolicyPartner", "device", "directoryAudit", "directoryObject", "directoryRole", "domain",
	"emailAuthenticationMethodConfiguration", "group", "invitation",
	"ipNamedLocation", "multiTenantOrganization", "multiTenantOrganizationIdentitySyncPolicyTemplate",
	"multiTenantOrganizationJoinRequestRecord", "multiTenantOrganizationMember",
	"multiTenantOrganizationPartnerConfigurationTemplate", "namedLocation", "orgContact", "organization",
	"provisioningObjectSummary", "scopedRoleMembership", "servicePrincipal", "sharepointSettings", "synchronizationJob",
	"synchronizationJobApplicationParameters", "synchronizationJobRestartCriteria", "synchronizationSchema",
	"synchronizationSecretKeyStringValuePair", "synchronizationTemplate", "tenantInformation", "unifiedRoleAssignment",
	"unifiedRoleDefinition", "user",
}

// clouds maps each cloud's letter to its v1.0 file.
var clouds = []struct{ letter, file string }{
	{"w", "v1.0-Prod.csdl"}, {"g", "v1.0-Fairfax.csdl"}, {"c", "v1.0-Mooncake.csdl"},
}

func main() {
	metadata := flag.String("metadata", "", "`DIR` of a checkout of msgraph-metadata")
	commit := flag.String("commit", "", "`COMMIT` of the checkout, for the head of the extract")
	flag.Parse()
	if err := run(*metadata, *commit, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "csdl:", err)
		os.Exit(1)
	}
}

func run(metadata, commit string, out io.Writer) error {
	e := newExtract()
	for _, c := range clouds {
		document, err := readDocument(filepath.Join(metadata, "schemas", c.file))
		if err != nil {
			return err
		}
		e.merge(document, c.letter)
	}
	names, err := readNames(filepath.Join(metadata, "schemas", "type-mappings"))
	if err != nil {
		return err
	}
	e.mergeNames(names)
	var text strings.Builder
	text.WriteString("# Made by tools/csdl from https://github.com/microsoftgraph/msgraph-metadata/tree/" + commit + "/schemas; do not edit.\n")
	text.WriteString("# A type has name, what it derives from and where it is. A member has name, type ([] collection, ! never null, > navigation) and where it is: v1.0 of w worldwide, g US Government, c China; b beta.\n")
	e.write(&text)
	if _, err := io.WriteString(out, text.String()); err != nil {
		return fmt.Errorf("write the extract: %w", err)
	}
	return nil
}

// document is the part of a CSDL file that is used here.
type document struct {
	Schemas []struct {
		Namespace string  `xml:"Namespace,attr"`
		Entities  []class `xml:"EntityType"`
		Complexes []class `xml:"ComplexType"`
		Enums     []struct {
			Name    string `xml:"Name,attr"`
			Members []struct {
				Name string `xml:"Name,attr"`
			} `xml:"Member"`
		} `xml:"EnumType"`
	} `xml:"DataServices>Schema"`
}

type class struct {
	Name       string     `xml:"Name,attr"`
	Base       string     `xml:"BaseType,attr"`
	Properties []property `xml:"Property"`
	Navigation []property `xml:"NavigationProperty"`
}

type property struct {
	Name     string `xml:"Name,attr"`
	Type     string `xml:"Type,attr"`
	Nullable string `xml:"Nullable,attr"`
}

func readDocument(path string) (document, error) {
	var d document
	data, err := os.ReadFile(path)
	if err != nil {
		return d, fmt.Errorf("read a schema: %w", err)
	}
	if err := xml.Unmarshal(data, &d); err != nil {
		return d, fmt.Errorf("read %s: %w", path, err)
	}
	return d, nil
}

// betaNames are the members of beta's types, by type.
type betaNames map[string]struct {
	Navigation []string `json:"navigationProperties"`
	Properties []string `json:"properties"`
}

func readNames(folder string) (betaNames, error) {
	all := betaNames{}
	for _, file := range []string{"beta-entity-types.json", "beta-complex-types.json"} {
		data, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil {
			return nil, fmt.Errorf("read the names of beta: %w", err)
		}
		var namespaces map[string]betaNames
		if err := json.Unmarshal(data, &namespaces); err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		for name, members := range namespaces["microsoft.graph"] {
			all[name] = members
		}
	}
	return all, nil
}
