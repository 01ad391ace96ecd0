package control

import (
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/entra"
)

// The response has the members that clients of the Azure CLI read.
func TestUserToken(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	var printed struct {
		AccessToken, ExpiresOn, Tenant, TokenType string
		Unix                                      int64 `json:"expires_on"`
	}
	h.wantJSON(&printed, "POST", "/user_token", `{"tenant":"fabrikam","user":"kim@fabrikam.example","scopes":["User.Read.All","openid"]}`)
	ends := start.Add(3599 * time.Second)
	if printed.Tenant != fabrikamID || printed.TokenType != "Bearer" || printed.Unix != ends.Unix() || printed.ExpiresOn != ends.Local().Format("2006-01-02 15:04:05.000000") {
		t.Errorf("got %+v", printed)
	}
	claims, err := h.login.Verify(printed.AccessToken, entra.Graph)
	if err != nil {
		t.Fatal(err)
	}
	kim, err := directory.Users.Get(h.world, fabrikamID, "kim@fabrikam.example")
	if err != nil {
		t.Fatal(err)
	}
	if !claims.ForUser() || claims.ObjectID != kim.ID || claims.UserPrincipalName != "kim@fabrikam.example" || claims.Scopes != "User.Read.All openid" ||
		claims.Roles != nil || claims.AppID != "04b07795-8ddb-461a-bbee-02f9e1bf7b46" || claims.TenantID != fabrikamID {
		t.Errorf("claims %+v", claims)
	}
}
