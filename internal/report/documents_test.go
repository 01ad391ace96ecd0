package report_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
)

type object = map[string]any

const registryName = "registry.terraform.io/multitenant-as-code/multitenant"

// The tenants of the tests.
const (
	contosoID   = "11111111-1111-4111-8111-111111111111"
	fabrikamID  = "22222222-2222-4222-8222-222222222222"
	northwindID = "33333333-3333-4333-8333-333333333333"
)

var tenantIDs = map[string]string{"contoso": contosoID, "fabrikam": fabrikamID, "northwind": northwindID}

func encoded(t *testing.T, document any) string {
	t.Helper()
	data, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// state is a state with resources and data sources. An address with data. is one of
// a data source.
func state(t *testing.T, resources ...object) string {
	t.Helper()
	return encoded(t, object{"format_version": "1.0", "values": object{"root_module": object{"resources": resources}}})
}

func instance(address, kind string, values object) object {
	mode := "managed"
	if strings.HasPrefix(address, "data.") {
		mode = "data"
	}
	return object{"address": address, "mode": mode, "type": kind, "provider_name": registryName, "values": values}
}

// tenant is a data source about a tenant.
func tenant(key, cloud string) object {
	return instance("data.multitenant_tenant."+key, "multitenant_tenant", object{
		"tenant": key, "tenant_id": tenantIDs[key], "cloud": cloud, "display_name": "", "verified_domains": []string{key + ".example"},
	})
}

// entry is a partner entry of a tenant.
func entry(own, other string, values object) object {
	values["tenant"], values["tenant_id"], values["partner_tenant_id"] = own, tenantIDs[own], tenantIDs[other]
	return instance("multitenant_cross_tenant_access_partner."+own+"_"+other, "multitenant_cross_tenant_access_partner", values)
}

func check(source, target string, capabilities []string, results object) object {
	values := object{"edges": []object{{"source": source, "target": target, "capabilities": capabilities}}}
	for name, value := range results {
		values[name] = value
	}
	return instance("data.multitenant_topology_check."+source+"_"+target, "multitenant_topology_check", values)
}

func targets(access string, names ...string) object {
	var all []object
	for _, name := range names {
		all = append(all, object{"target": name, "target_type": "user"})
	}
	return object{"access_type": access, "targets": all}
}

func setting(access string) object {
	return object{"users_and_groups": targets(access, "AllUsers"), "applications": targets(access, "AllApplications")}
}

var (
	arrowPattern = regexp.MustCompile(`(?s)<a href="#e\d+" class="edge" data-edge="\d+" aria-label="([^"]*)".*?</a>`)
	halfPattern  = regexp.MustCompile(`class="half (\w+)" data-half="(source|target)"`)
)

// halves are the classes of both halves of each edge, by its ends.
func halves(t *testing.T, html string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, arrow := range arrowPattern.FindAllStringSubmatch(html, -1) {
		ends, _, _ := strings.Cut(arrow[1], ":")
		half := halfPattern.FindAllStringSubmatch(arrow[0], -1)
		if len(half) != 2 || half[0][2] != "source" || half[1][2] != "target" {
			t.Errorf("%s has the halves %v", ends, half)
			continue
		}
		found[ends] = fmt.Sprintf("%s %s", half[0][1], half[1][1])
	}
	return found
}
