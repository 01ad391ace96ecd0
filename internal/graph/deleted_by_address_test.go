package graph_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
)

const (
	binID   = "a0000000-0000-4000-8000-000000000001"
	binPath = "/v1.0/directory/deletedItems"
	// binned is a guest in the recycle bin, with the object id in front of the
	// name.
	binned = `{"id":"` + binID + `","userPrincipalName":"a0000000000040008000000000000001Ana_Contoso.example#EXT#@fabrikam.example",` +
		`"mail":"ana@contoso.example","otherMails":["ana@private.example"],"proxyAddresses":["SMTP:ana@contoso.example","smtp:ruiz@contoso.example"]}`
	// binnedInternal has no address except the name.
	binnedInternal = `{"id":"a0000000-0000-4000-8000-000000000002","userPrincipalName":"a0000000000040008000000000000002brian@fabrikam.example","mail":null}`
)

// TestDeletedByAddress lists the recycle bin once for all look-ups, and finds a
// user by each address and by the name before the deletion.
func TestDeletedByAddress(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, list(binned, binnedInternal))
	for address, want := range map[string]string{
		"ANA@contoso.example": binID, "ana@private.example": binID, "ruiz@contoso.example": binID,
		"ana_contoso.example#EXT#@fabrikam.example": binID, "brian@fabrikam.example": "a0000000-0000-4000-8000-000000000002",
		"bob@contoso.example": "", "": "",
	} {
		found, err := c.DeletedByAddress(t.Context(), address)
		if got := idOf(found, func(u graph.User) string { return u.ID }); err != nil || got != want {
			t.Errorf("%q finds %q, %v; want %q", address, got, err, want)
		}
	}
	if want := []string{"GET " + binPath + "/microsoft.graph.user"}; !slices.Equal(s.sent, want) {
		t.Errorf("sent %v, want %v", s.sent, want)
	}
}

// TestRecycleBinFollowsOwnWrites finds users deleted by this client, and omits
// users restored by it, without another list.
func TestRecycleBinFollowsOwnWrites(t *testing.T) {
	t.Parallel()
	notFound := answer{404, `{"error":{"code":"Request_ResourceNotFound","message":"No."}}`}
	done := answer{http.StatusNoContent, ""}
	look := func(t *testing.T, c *graph.Client) string {
		t.Helper()
		found, err := c.DeletedByAddress(t.Context(), "ruiz@contoso.example")
		if err != nil {
			t.Error(err)
		}
		return idOf(found, func(u graph.User) string { return u.ID })
	}
	for name, deleted := range map[string]answer{"deleted": done, "deleted by a try without an answer": notFound} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answers := []answer{list(), deleted}
			if deleted == done {
				answers = append(answers, notFound) // the user has disappeared
			}
			// The recycle bin gets the user late; afterwards it is read once.
			c, s := scripted(t, append(answers, notFound, answer{200, binned}, answer{200, `{"id":"` + binID + `"}`})...)
			if got := look(t, c); got != "" {
				t.Errorf("found %s before the deletion", got)
			}
			if err := c.DeleteUser(t.Context(), binID); err != nil {
				t.Fatal(err)
			}
			for _, want := range []string{"", binID, binID} {
				if got := look(t, c); got != want {
					t.Errorf("found %q, want %q", got, want)
				}
			}
			if _, err := c.RestoreUser(t.Context(), binID); err != nil {
				t.Fatal(err)
			}
			if got := look(t, c); got != "" {
				t.Errorf("found %s after the restore", got)
			}
			lists := slices.DeleteFunc(slices.Clone(s.sent), func(r string) bool { return r != "GET "+binPath+"/microsoft.graph.user" })
			if reads := slices.Index(s.sent, "GET "+binPath+"/"+binID); len(lists) != 1 || reads < 0 {
				t.Errorf("sent %v", s.sent)
			}
		})
	}
	c, _ := scripted(t, list(binned), answer{200, `{"id":"` + binID + `"}`})
	if got := look(t, c); got != binID {
		t.Fatalf("found %q", got)
	}
	if _, err := c.RestoreUser(t.Context(), binID); err != nil {
		t.Fatal(err)
	}
	if got := look(t, c); got != "" {
		t.Errorf("found %s of the list after the restore", got)
	}
}

// TestUnreadableRecycleBin reads again after a failure, but not after a refusal.
func TestUnreadableRecycleBin(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		first answer
		want  int
	}{
		"failure": {answer{500, `{"error":{"code":"InternalServerError","message":"Later."}}`}, 2},
		"refusal": {answer{403, `{"error":{"code":"Authorization_RequestDenied","message":"No."}}`}, 1},
	} {
		c, s := scripted(t, test.first, list(binned))
		if found, err := c.DeletedByAddress(t.Context(), "ana@contoso.example"); err == nil {
			t.Errorf("%s: found %v", name, found)
		}
		if _, err := c.DeletedByAddress(t.Context(), "ana@contoso.example"); (err == nil) != (test.want == 2) || len(s.sent) != test.want {
			t.Errorf("%s: %v after %v", name, err, s.sent)
		}
	}
}
