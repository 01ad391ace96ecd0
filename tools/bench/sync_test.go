package main

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// TestCrowd: the parts of the users with a peculiarity, in both home tenants.
func TestCrowd(t *testing.T) {
	t.Parallel()
	c := newCrowd(5000, false)
	counts := map[string]int{}
	for _, e := range c.employees {
		for name, is := range map[string]bool{
			"renamed": e.mail != e.upn, "contact": e.contact, "guest": e.guest, "deleted": e.deleted, "not invitable": !e.invitable(), homes[e.home].key: true,
		} {
			if is {
				counts[name]++
			}
		}
	}
	for name, want := range map[string]int{
		"renamed": 200, "contact": 100, "guest": 50, "deleted": 50, "not invitable": 25, "contoso": 3000, "northwind": 2000,
	} {
		if counts[name] != want {
			t.Errorf("%s: %d users, want %d", name, counts[name], want)
		}
	}
}

func startCrowd(t *testing.T, c *crowd) *emulator.Server {
	t.Helper()
	ca, err := emulator.NewCA()
	if err != nil {
		t.Fatal(err)
	}
	server, err := c.start(ca, 0, func(next http.Handler) http.Handler { return next })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return server
}

// TestHarm is seen: a second mail and user, a deletion, another type and address.
func TestHarm(t *testing.T) {
	t.Parallel()
	c := newCrowd(1000, true)
	server := startCrowd(t, c)
	world := server.World()
	if h, err := c.harmOf(world); err != nil || h != (harm{}) {
		t.Fatalf("%+v, %v", h, err)
	}
	users, err := peopleOf(world, targetID)
	if err != nil {
		t.Fatal(err)
	}
	guests := byAddress(users)
	inviter := kernel.Actor{Permissions: []string{"User.Invite.All", "User.ReadWrite.All", "Directory.ReadWrite.All"}}
	invite := func(address string) {
		i := invitation.Invitation{EmailAddress: address, RedirectURL: "https://myapps.microsoft.com", SendMessage: true}
		if _, err := invitation.Invite(world, targetID, i, inviter); err != nil {
			t.Fatal(err)
		}
	}
	done := 0
	for i := range c.employees {
		e := &c.employees[i]
		if !e.invitable() || e.mail != e.upn && done != 2 {
			continue
		}
		switch done {
		case 0:
			err = directory.Users.Delete(world, targetID, guests[e.upn][0].ID, administrator)
		case 1:
			err = directory.UpdateUser(world, targetID, guests[e.upn][0].ID, object{"userType": "Member"}, administrator)
		case 2:
			if e.mail == e.upn {
				continue
			}
			err = directory.Users.Delete(world, targetID, guests[e.upn][0].ID, administrator)
			invite(e.mail)
		case 3:
			invite(e.upn)
			invite(e.upn)
		default:
		}
		if err != nil {
			t.Fatal(err)
		}
		done++
	}
	want := harm{MailedTwice: 1, Doubled: 1, Deleted: 1, WrongType: 1, WrongAddress: 1, Missing: 1}
	if h, err := c.harmOf(world); err != nil || h != want {
		t.Errorf("%+v, %v, want %+v", h, err, want)
	}
}

// TestScript runs the usual script: a read and a write for each user and run.
func TestScript(t *testing.T) {
	t.Parallel()
	const people = 200
	c := newCrowd(people, false)
	server := startCrowd(t, c)
	s := &stage{bench: &bench{ca: server.CA(), progress: io.Discard}, server: server, crowd: c, rows: &[]syncRow{}}
	if err := scripted(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	rows := *s.rows
	if len(rows) != 3 || rows[1].Writes < people*95/100 || rows[1].Requests < 2*people || rows[0].Missing > 0 || rows[0].WrongAddress == 0 {
		t.Errorf("%+v", rows)
	}
	var b bytes.Buffer
	if err := writeSyncs(&b, rows); err != nil || !strings.Contains(b.String(), "10 leave, 10 change") {
		t.Errorf("%v:\n%s", err, b.String())
	}
}

// TestMeter: the floor follows from what is left of the quota.
func TestMeter(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	writes := func(from time.Time, n int, took time.Duration) []time.Time {
		all := make([]time.Time, n)
		for i := range all {
			all[i] = from.Add(took * time.Duration(i) / time.Duration(n-1))
		}
		return all
	}
	m := &meter{}
	var first, second, small syncRow
	m.charge(writes(began, 5000, 110*time.Second), &first)
	if first.FloorSeconds != 100 || first.QuotaUsed < 0.96 || first.QuotaUsed > 0.97 {
		t.Errorf("%+v", first)
	}
	// 200 writes are left of the first phase, and 400 are refilled until the second.
	m.charge(writes(began.Add(130*time.Second), 1000, 20*time.Second), &second)
	if second.FloorSeconds < 19 || second.FloorSeconds > 21 || second.QuotaUsed < 0.99 {
		t.Errorf("%+v", second)
	}
	m.charge(writes(began.Add(time.Hour), 80, time.Second), &small)
	if small.FloorSeconds != 0 || small.QuotaUsed != 0 {
		t.Errorf("%+v", small)
	}
}

// TestPlug tells the moment once.
func TestPlug(t *testing.T) {
	t.Parallel()
	p := &plug{}
	h := p.layer(http.NotFoundHandler())
	reached := p.at(2)
	for i, want := range []bool{false, true, true} {
		r, err := http.NewRequest(http.MethodPost, "/v1.0/invitations", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		h.ServeHTTP(&discard{}, r)
		select {
		case <-reached:
			if !want {
				t.Errorf("told at invitation %d", i+1)
			}
		default:
			if want {
				t.Errorf("not told at invitation %d", i+1)
			}
		}
	}
}

// discard is a response that is not read.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header {
	if d.header == nil {
		d.header = http.Header{}
	}
	return d.header
}
func (*discard) Write(b []byte) (int, error) { return len(b), nil }
func (*discard) WriteHeader(int)             {}
