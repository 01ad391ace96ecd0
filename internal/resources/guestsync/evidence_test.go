package guestsync_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/evidence"
)

// record is a line of a file of evidence.
type record struct {
	evidence.Record
	Hash string `json:"hash"`
}

// evidenceOf reads a valid file.
func evidenceOf(t *testing.T, file string) []record {
	t.Helper()
	data := content(t, file)
	if _, err := evidence.Read(bytes.NewReader(data), evidence.Anchor{}); err != nil {
		t.Fatalf("%v:\n%s", err, data)
	}
	var all []record
	for line := range bytes.Lines(data) {
		var r record
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

func content(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// store replaces a file.
func store(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// with is the argument evidence for a file.
func with(file, values string) string {
	return fmt.Sprintf("evidence = { path = %q, values = %q }", file, values)
}

// TestEvidence records what is written, and stops before anything is written when the
// file is altered, replaced or missing.
func TestEvidence(t *testing.T) {
	t.Parallel()
	e := populated(3)
	e.Tenant(acctest.Contoso).Users[4]["onPremisesExtensionAttributes"] = acctest.Object{"extensionAttribute7": "ITAR"}
	w := acctest.Start(t, e)
	file, other := filepath.Join(t.TempDir(), "evidence.jsonl"), filepath.Join(t.TempDir(), "other.jsonl")
	withheld := `withhold_if = { attribute = "extensionAttribute7", equals = "ITAR" }`
	config := func(path, values string) string { return w.Config(guestSync(withheld, with(path, values))) }
	var first []byte
	depart := func(name string) func() {
		return func() {
			w.Change(acctest.ContosoID, userID(1), acctest.Object{"department": name})
			w.ForgetRequests()
		}
	}
	w.Test(
		resource.TestStep{Config: config(file, "plain"), Check: acctest.Then(func() error { return created(t, w, file) })},
		acctest.Unchanged(config(file, "plain")),
		resource.TestStep{
			PreConfig: depart("Legal"), Config: config(file, "hashes"),
			Check: acctest.Then(func() error { return confirmed(t, file, "Legal") }),
		},
		// An altered line, a chain without its end, and another valid chain.
		resource.TestStep{
			PreConfig: func() {
				first = content(t, file)
				store(t, file, bytes.Replace(first, []byte(`"Sales"`), []byte(`"Salem"`), 1))
				depart("Sales")()
			},
			Config: config(file, "hashes"), ExpectError: acctest.Message("Evidence is altered", "its hash is that of another record"),
		},
		resource.TestStep{
			PreConfig: func() { wrote(t, w); store(t, file, first[:bytes.LastIndexByte(first[:len(first)-1], '\n')+1]) },
			Config:    config(file, "hashes"), ExpectError: acctest.Message("Evidence is altered", "and lacks record"),
		},
		resource.TestStep{
			PreConfig: func() {
				wrote(t, w)
				if err := os.Remove(file); err != nil {
					t.Fatal(err)
				}
			},
			Config: config(file, "hashes"), ExpectError: acctest.Message("Evidence is missing", "set another path"),
		},
		// Another file names the last record that is known.
		resource.TestStep{
			PreConfig: func() { wrote(t, w) },
			Config:    config(other, "none"), Check: acctest.Then(func() error { return continued(t, other, first) }),
		},
		resource.TestStep{PreConfig: depart("Legal"), Config: config(other, "none")},
		// The file has another name.
		resource.TestStep{
			PreConfig: func() { store(t, file, content(t, other)); depart("Sales")() },
			Config:    config(file, "none"),
		},
	)
	if text := string(content(t, file)); strings.Contains(text, userID(3)) || strings.Contains(text, "Legal") {
		t.Errorf("the evidence without values has\n%s", text)
	}
}

// created checks the evidence of the first run.
func created(t *testing.T, w *acctest.World, file string) error {
	t.Helper()
	all := evidenceOf(t, file)
	var kinds []string
	for _, r := range all {
		kinds = append(kinds, string(r.Kind))
	}
	slices.Sort(kinds)
	if want := []string{"end", "intent", "intent", "result", "result", "run"}; !slices.Equal(kinds, want) {
		return fmt.Errorf("the records are %v", kinds)
	}
	text := string(content(t, file))
	for _, want := range []string{
		`"source_tenant":"` + acctest.ContosoID, `"target_tenant":"` + acctest.FabrikamID, `"change":"create"`, `"source_user":"` + userID(1),
		`{"name":"invitedUserEmailAddress","value":"` + upn(1) + `"}`, `{"name":"department","value":"Sales"}`, `"outcome":"done"`,
		`"target_user":"` + guest(w, 1).ID,
	} {
		if !strings.Contains(text, want) {
			return fmt.Errorf("%s is not in\n%s", want, text)
		}
	}
	// The third user is withheld, and the job title is not configured.
	for _, secret := range []string{userID(3), upn(3), "Agent", acctest.Secret(acctest.Fabrikam)} {
		if strings.Contains(text, secret) {
			return fmt.Errorf("%s is in\n%s", secret, text)
		}
	}
	if day := w.Now().UTC().Format("2006-01-02"); !strings.HasPrefix(all[0].Time, day) {
		return fmt.Errorf("the time is %s, that of the service %s", all[0].Time, day)
	}
	return nil
}

// confirmed checks that the last change has the digest of a department.
func confirmed(t *testing.T, file, department string) error {
	t.Helper()
	all := evidenceOf(t, file)
	at := slices.IndexFunc(all, func(r record) bool { return r.Change == "update" })
	if at < 0 {
		return fmt.Errorf("there is no update in %+v", all)
	}
	r := all[at]
	before := evidence.Head{Number: r.Number - 1, Hash: r.Previous}
	for _, a := range r.Attributes {
		if a.Value == nil && a.Digest == before.Digest("department", department) {
			return nil
		}
	}
	return fmt.Errorf("the update is %+v", r)
}

// continued checks that a file continues another one.
func continued(t *testing.T, file string, former []byte) error {
	t.Helper()
	s, err := evidence.Read(bytes.NewReader(former), evidence.Anchor{})
	if err != nil {
		return err
	}
	all := evidenceOf(t, file)
	if all[0].Continues != s.Head.String() || len(all[1].Attributes) == 0 || all[1].Attributes[0].Digest != "" {
		return fmt.Errorf("the records are %+v, after %s", all, s.Head)
	}
	return nil
}

// TestEvidenceOfAKilledRun is valid, has an intent for each request that may have arrived,
// and is continued.
func TestEvidenceOfAKilledRun(t *testing.T) {
	t.Parallel()
	const n = 4
	w := acctest.Start(t, populated(n))
	s := acctest.NewWorkspace(t, w.Config(guestSync(with("evidence.jsonl", "plain"))))
	file := s.Path("evidence.jsonl")
	if out, killed := w.Kill(s, acctest.Moment{Method: http.MethodPatch, Path: "/users", Number: 2, CarriedOut: true}, "apply", "-auto-approve"); !killed {
		t.Fatalf("not killed:\n%s", out)
	}
	for _, r := range w.Guests(acctest.FabrikamID) {
		if text := string(content(t, file)); !strings.Contains(text, r.Mail) {
			t.Errorf("%s was invited without evidence", r.Mail)
		}
	}
	// The power fails while a line is written.
	store(t, file, append(content(t, file), `{"n":`...))
	s.MustRun("apply", "-auto-approve")
	s.Unchanged()
	all := evidenceOf(t, file)
	runs := slices.DeleteFunc(slices.Clone(all), func(r record) bool { return r.Kind != evidence.Run })
	if last := all[len(all)-1]; len(runs) != 2 || runs[1].Discarded != 5 || last.Kind != evidence.End {
		t.Errorf("the runs are %+v, the last record %+v", runs, last)
	}
}
