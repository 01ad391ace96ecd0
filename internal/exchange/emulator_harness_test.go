package exchange_test

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// The applications of the emulated tenant, named by what they may do.
const (
	recipientAdmin = "e0000000-0000-4000-8000-0000000000a1"
	globalReader   = "e0000000-0000-4000-8000-0000000000a2"
	withoutRole    = "e0000000-0000-4000-8000-0000000000a3"
	withoutGrant   = "e0000000-0000-4000-8000-0000000000a4"
	inviter        = "e0000000-0000-4000-8000-0000000000a5"

	contactID = "e0000000-0000-4000-8000-0000000000c1"
)

// seedWith is a tenant with a guest, a mail contact and more guests.
func seedWith(guests int) string {
	more := ""
	for i := range guests {
		more += fmt.Sprintf(`,{"id":%q,"mail":"guest%d@contoso.example","userType":"Guest","displayName":"Guest %d"}`, id(i), i, i)
	}
	application := func(id, rest string) string {
		return fmt.Sprintf(`{"client_id":%q,"client_secret":"s3cret",%s}`, id, rest)
	}
	return `{"tenants":[{"key":"fabrikam","tenant_id":"` + tenantID + `","domains":["fabrikam.example"],
"users":[{"id":"` + anaID + `","mail":"ana@contoso.example","userType":"Guest","displayName":"Ana"}` + more + `],
"contacts":[{"id":"` + contactID + `","displayName":"Lee","mail":"lee@contoso.example"}],
"organization_relationships":[{"Name":"Contoso","DomainNames":["contoso.example"],"FreeBusyAccessEnabled":true,"FreeBusyAccessLevel":"LimitedDetails"}],
"sharing_policies":[{"Name":"Default Sharing Policy","Default":true,"Domains":["*:CalendarSharingFreeBusySimple"]}],
"availability_address_spaces":[{"ForestName":"northwind.example"}],
"applications":[` + strings.Join([]string{
		application(recipientAdmin, `"permissions":["Exchange.ManageAsApp"],"directory_roles":["Exchange Recipient Administrator"]`),
		application(globalReader, `"permissions":["Exchange.ManageAsApp"],"directory_roles":["Global Reader"]`),
		application(withoutRole, `"permissions":["Exchange.ManageAsApp"]`),
		application(withoutGrant, `"permissions":["User.Read.All"],"directory_roles":["Exchange Recipient Administrator"]`),
		application(inviter, `"permissions":["User.Invite.All","User.ReadWrite.All"]`),
	}, ",") + `]}]}`
}

var authority = sync.OnceValues(emulator.NewCA)

// emulated is an emulator with the tenant.
type emulated struct {
	*emulator.Server
	t  *testing.T
	at emulator.Endpoints
}

func emulate(t *testing.T, guests int, change func(*settings.Settings)) *emulated {
	t.Helper()
	ca, err := authority()
	if err != nil {
		t.Fatal(err)
	}
	world := area.NewWorld(kernel.Options{Lag: time.Minute, RequestsMoveLag: true, Settings: settings.With(change)})
	seed, err := area.ParseSeed("exchange.json", []byte(seedWith(guests)))
	if err == nil {
		err = world.Load(seed)
	}
	if err != nil {
		t.Fatal(err)
	}
	s, err := emulator.Start(emulator.Config{CA: ca, World: world})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return &emulated{Server: s, t: t, at: s.Clouds()["public"]}
}

func asDocumented(*settings.Settings) {}

func (e *emulated) base() http.RoundTripper {
	return &http.Transport{TLSClientConfig: &tls.Config{RootCAs: e.CA().Pool(), MinVersion: tls.VersionTLS12}}
}

// client is one of the emulator for an application, through the whole transport.
func (e *emulated) client(application string) *exchange.Client {
	e.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		e.t.Fatal(err)
	}
	now, base, hosts := &clock{}, e.base(), exchange.Hosts{Root: e.at.Exchange}
	c, err := exchange.New(exchange.Config{
		Hosts: hosts, TenantKey: "fabrikam", TenantID: tenantID, Clock: now,
		Transport: transport.New(transport.Options{
			Tenant: "fabrikam", Credential: signIn{e.at.Authority, application, base}, Scope: e.at.Exchange + "/.default", UserAgent: "agent",
			Limiter: transport.NewLimiter(now, exchange.Quota, exchange.Quota), Clock: now, Base: base,
			Repeats: exchange.Repeats, Outages: exchange.Outages, Follow: hosts.Follow, Jar: jar,
		}),
	})
	if err != nil {
		e.t.Fatal(err)
	}
	return c
}

// signIn is the credential of an application.
type signIn struct {
	authority, application string
	base                   http.RoundTripper
}

func (s signIn) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {s.application}, "client_secret": {"s3cret"}, "scope": {o.Scopes[0]},
	}
	var issued struct {
		Token string `json:"access_token"`
		Error string `json:"error_description"`
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.authority+"/"+tenantID+"/oauth2/v2.0/token", strings.NewReader(form.Encode()))
	if err != nil {
		return azcore.AccessToken{}, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if err := s.do(req, &issued); err != nil {
		return azcore.AccessToken{}, err
	}
	if issued.Token == "" {
		return azcore.AccessToken{}, fmt.Errorf("no token: %s", issued.Error)
	}
	return azcore.AccessToken{Token: issued.Token, ExpiresOn: time.Now().Add(time.Hour)}, nil
}

func (s signIn) do(req *http.Request, out any) error {
	resp, err := s.base.RoundTrip(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil || out == nil {
		return err
	}
	return json.Unmarshal(data, out)
}

// invite invites a user by Graph and returns the object id.
func (e *emulated) invite(address, userType string) string {
	e.t.Helper()
	s := signIn{e.at.Authority, inviter, e.base()}
	token, err := s.GetToken(e.t.Context(), policy.TokenRequestOptions{Scopes: []string{e.at.Graph + "/.default"}})
	if err != nil {
		e.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(e.t.Context(), http.MethodPost, e.at.Graph+"/v1.0/invitations", strings.NewReader(
		`{"invitedUserEmailAddress":"`+address+`","inviteRedirectUrl":"https://myapps.microsoft.com","invitedUserType":"`+userType+`"}`))
	if err != nil {
		e.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+token.Token)
	var invitation struct{ InvitedUser struct{ ID string } }
	if err := s.do(req, &invitation); err != nil || invitation.InvitedUser.ID == "" {
		e.t.Fatalf("%s is not invited: %v", address, err)
	}
	return invitation.InvitedUser.ID
}
