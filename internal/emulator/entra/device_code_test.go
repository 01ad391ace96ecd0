package entra

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

func administrator() kernel.Actor {
	return kernel.Actor{Permissions: []string{"User.ReadWrite.All", "User.EnableDisableAccount.All", "Directory.ReadWrite.All"}, DirectoryRoles: []string{"62e90394-69f5-4237-9190-012177145e10"}}
}

func (u *users) startDevice(tenant string, changes ...string) answered {
	u.t.Helper()
	return u.post(u.public, "/"+tenant+"/oauth2/v2.0/devicecode", append([]string{"client_id", nativeApp, "scope", graphUser + " openid profile offline_access"}, changes...)...)
}

func (u *users) poll(device string, changes ...string) answered {
	u.t.Helper()
	return u.post(u.public, "/organizations/oauth2/v2.0/token", append([]string{"grant_type", grantDeviceCode, "client_id", nativeApp, "device_code", device}, changes...)...)
}

func (u *users) contoso() kernel.Tenant {
	t, _ := u.world.TenantByKey("contoso")
	return t
}

func TestDeviceCode(t *testing.T) {
	t.Parallel()
	u := newUsers(t)
	for _, tenant := range []string{"organizations", "common", contosoID} {
		start := u.startDevice(tenant)
		if start.status != http.StatusOK || len(start.User) != userCodeLength || !strings.Contains(start.Message, start.User) || !strings.Contains(start.Message, baseURL) {
			t.Fatalf("%s: got %s", tenant, start.text)
		}
		if a := u.poll(start.Device); a.Error != "authorization_pending" || !slices.Equal(a.Codes, []int{70016}) {
			t.Errorf("%s, before the approval: %s", tenant, a.text)
		}
		if err := u.public.ApproveDeviceCode(u.contoso(), kim, strings.ToLower(start.User)); err != nil {
			t.Fatal(err)
		}
		a := u.poll(start.Device)
		if got, err := u.public.Verify(a.Access, Graph); err != nil || got.ObjectID != kimID || a.Refresh == "" || a.ID == "" {
			t.Errorf("%s: %v, %s", tenant, err, a.text)
		}
		if a := u.poll(start.Device); a.Error != "bad_verification_code" {
			t.Errorf("%s, a second time: %s", tenant, a.text)
		}
	}
	if list := u.public.DeviceCodes().List(); len(list) != 3 || list[0].State != DeviceCodeRedeemed || list[0].ClientID != nativeApp {
		t.Errorf("got %+v", list)
	}
}

func TestDeviceCodeRefusals(t *testing.T) {
	t.Parallel()
	u := newUsers(t)
	for name, tc := range map[string]struct {
		answer answered
		code   int
	}{
		"unknown client":       {u.startDevice(contosoID, "client_id", contosoID), 700016},
		"no client":            {u.startDevice(contosoID, "client_id", ""), 900144},
		"no scope":             {u.startDevice(contosoID, "scope", ""), 900144},
		"two APIs":             {u.startDevice(contosoID, "scope", "User.Read api://x/y"), 28000},
		"client of one tenant": {u.startDevice("common", "client_id", loneApp), 50059},
		"unknown tenant":       {u.startDevice("tailspin.example"), 90002},
		"unknown code":         {u.poll("nonsense"), 70018},
		"no code":              {u.poll(""), 900144},
		"of another client":    {u.poll(u.startDevice(contosoID).Device, "client_id", loneApp), 70018},
	} {
		if !slices.Equal(tc.answer.Codes, []int{tc.code}) {
			t.Errorf("%s: got %s", name, tc.answer.text)
		}
	}
}

// A code ends when it is declined or expires.
func TestDeviceCodeEnds(t *testing.T) {
	t.Parallel()
	u := newUsers(t)
	declined, late := u.startDevice(contosoID), u.startDevice(contosoID)
	if err := u.public.DeclineDeviceCode(declined.User); err != nil {
		t.Fatal(err)
	}
	if a := u.poll(declined.Device); a.Error != "authorization_declined" {
		t.Errorf("declined: %s", a.text)
	}
	for _, wrong := range []func() error{
		func() error { return u.public.ApproveDeviceCode(u.contoso(), kim, "nonsense") },
		func() error { return u.public.ApproveDeviceCode(u.contoso(), kim, declined.User) },
		func() error { return u.public.ApproveDeviceCode(u.contoso(), "missing@contoso.example", late.User) },
		func() error { return u.public.ApproveDeviceCode(u.contoso(), "off@contoso.example", late.User) },
		func() error { return u.public.DeclineDeviceCode("nonsense") },
	} {
		if wrong() == nil {
			t.Error("a declined sign-in succeeded")
		}
	}
	u.world.Advance(deviceCodeLife)
	if a := u.poll(late.Device); a.Error != "expired_token" || !slices.Equal(a.Codes, []int{70020}) {
		t.Errorf("too late: %s", a.text)
	}
	if u.public.ApproveDeviceCode(u.contoso(), kim, late.User) == nil {
		t.Error("an expired code was approved")
	}
	u.world.Advance(2 * deviceCodeMemory)
	if a := u.poll(late.Device); a.Error != "expired_token" {
		t.Errorf("before the next code: %s", a.text)
	}
	u.startDevice(contosoID)
	if list := u.public.DeviceCodes().List(); len(list) != 1 {
		t.Errorf("%d codes are stored", len(list))
	}
}

func TestDeviceCodesAreBounded(t *testing.T) {
	t.Parallel()
	d := NewDeviceCodes(func() time.Time { return time.Unix(0, 0) })
	for range maxDeviceCodes + 10 {
		d.add("client", "scope")
	}
	if n := len(d.List()); n != maxDeviceCodes {
		t.Errorf("%d codes are kept", n)
	}
}
