package graphapi

import (
	"net/http"
	"reflect"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Trust for Microsoft 365 is a block of the default and of partners, replaced as a
// whole (m365-capabilities §2).
func TestTrustForMicrosoft365(t *testing.T) {
	t.Parallel()
	const defaultPath = "/v1.0/policies/crossTenantAccessPolicy/default"
	block := func(half, access, name, kind string) string {
		return `{"` + half + `":{"accessType":"` + access + `","targets":[{"target":"` + name + `","targetType":"` + kind + `"}]}}`
	}
	value := func(half, access, name, kind string) any {
		return map[string]any{half: map[string]any{"accessType": access, "targets": []any{map[string]any{"target": name, "targetType": kind}}}}
	}
	b := newBench(t)
	b.do(post, partnersPath, `{"tenantId":"`+fabrikamID+`"}`).want(201)
	for _, tt := range []struct{ name, half, all, kind, service, narrow string }{
		{"m365CollaborationInbound", "users", "AllUsers", "user", "blocked", adeleID},
		{"m365CollaborationOutbound", "usersAndGroups", "AllUsers", "user", "allowed", adeleID},
		{"appServiceConnectInbound", "applications", "AllApplications", "application", "blocked", adeleID},
	} {
		read := func(path string, want any) {
			t.Helper()
			if got := b.do(get, path+"?$select="+tt.name, "").want(200).json[tt.name]; !reflect.DeepEqual(got, want) {
				t.Errorf("%s of %s: %v, want %v", tt.name, path, got, want)
			}
		}
		write := func(path, body string) reply { return b.do(patch, path, `{"`+tt.name+`":`+body+`}`) }
		read(fabrikamPath, nil)
		read(defaultPath, value(tt.half, tt.service, tt.all, tt.kind))
		for _, path := range []string{fabrikamPath, defaultPath} {
			write(path, block(tt.half, "allowed", tt.narrow, tt.kind)).want(204)
			read(path, value(tt.half, "allowed", tt.narrow, tt.kind))
			write(path, block(tt.half, "blocked", tt.all, tt.kind)).want(204)
			read(path, value(tt.half, "blocked", tt.all, tt.kind))
			write(path, block(tt.half, "perhaps", tt.all, tt.kind)).wantError(400, refusal.CodeBadRequest, "accessType")
			write(path, block(tt.half, "allowed", "AllGroups", "group")).wantError(400, refusal.CodeBadRequest, "invalid target 'AllGroups'")
			write(path, block("everybody", "allowed", tt.all, tt.kind)).wantError(400, refusal.CodeBadRequest, "Invalid property 'everybody'")
		}
		write(fabrikamPath, "null").want(204)
		read(fabrikamPath, nil)
	}
	b.do(post, defaultPath+"/resetToSystemDefault", "").want(204)
	if got := b.do(get, defaultPath, "").want(200).json["m365CollaborationOutbound"]; !reflect.DeepEqual(got, value("usersAndGroups", "allowed", "AllUsers", "user")) {
		t.Errorf("after the reset %v", got)
	}
	b.in(schema.CloudUSGov, northwindID)
	b.do(http.MethodPatch, defaultPath, `{"m365CollaborationInbound":`+block("users", "allowed", "AllUsers", "user")+`}`).
		wantError(400, refusal.CodeBadRequest, "Invalid property 'm365CollaborationInbound'")
}
