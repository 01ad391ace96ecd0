package exchange

import (
	"context"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
)

// cmdlets lists every cmdlet and parameter that the package may send, with the
// section of reference/exchange.md that documents them for Exchange Online.
var cmdlets = map[string]struct {
	section    string
	parameters []string
}{
	"Get-MailUser":                 {"9.1", []string{"Identity", "ResultSize"}},
	"Set-MailUser":                 {"9.2", []string{"Identity", "HiddenFromAddressListsEnabled", "EmailAddresses", "ExternalEmailAddress", "MailTip"}},
	"Get-Recipient":                {"9.3", []string{"Identity", "ResultSize", "RecipientTypeDetails"}},
	"New-MailContact":              {"9.5", []string{"Name", "ExternalEmailAddress", "DisplayName", "Alias", "FirstName", "LastName"}},
	"Set-MailContact":              {"9.5", []string{"Identity", "HiddenFromAddressListsEnabled", "EmailAddresses", "ExternalEmailAddress", "MailTip", "Name", "DisplayName", "Alias"}},
	"Get-MailContact":              {"9.5", []string{"Identity", "ResultSize"}},
	"Get-Contact":                  {"9.5", []string{"Identity", "ResultSize"}},
	"Set-Contact":                  {"9.5", []string{"Identity", "FirstName", "LastName"}},
	"Remove-MailContact":           {"9.5", []string{"Identity", "Confirm"}},
	"Get-OrganizationRelationship": {"9.6", nil},
	"Get-AcceptedDomain":           {"9.7", nil},
	"Get-SharingPolicy":            {"9.8", nil},
	"Get-AvailabilityAddressSpace": {"9.8", nil},
}

// operations are those of this package, by variable name.
var operations = map[string]operation{
	"opMailUser": opMailUser, "opSetMailUser": opSetMailUser, "opRecipient": opRecipient,
	"opMailContact": opMailContact, "opNewMailContact": opNewMailContact, "opSetMailContact": opSetMailContact,
	"opRemoveMailContact": opRemoveMailContact, "opContact": opContact, "opSetContact": opSetContact, "opRelationships": opRelationships, "opPolicies": opPolicies,
	"opSpaces": opSpaces, "opDomains": opDomains,
}

// recorder notes which parameters each cmdlet is sent with.
type recorder struct {
	mu   sync.Mutex
	sent map[string]map[string]bool
}

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	var body struct {
		CmdletInput struct {
			CmdletName string
			Parameters map[string]any
		}
	}
	if err := json.NewDecoder(req.Body).Decode(&body); err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	name := body.CmdletInput.CmdletName
	if r.sent[name] == nil {
		r.sent[name] = map[string]bool{}
	}
	for parameter := range body.CmdletInput.Parameters {
		r.sent[name][parameter] = true
	}
	answer := `{"value":[{"Guid":"g","ExternalDirectoryObjectId":"o","Name":"n","RecipientTypeDetails":"MailContact"}]}`
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Request: req, Body: io.NopCloser(strings.NewReader(answer))}, nil
}

// everything calls every use case with everything it can send.
func everything(ctx context.Context, c *Client) {
	text, hidden := "ana@contoso.example", true
	change := RecipientChange{
		Hidden: &hidden, Addresses: &Addresses{Add: []string{text}}, PrimaryAddress: &text, ExternalAddress: &text, MailTip: &text,
	}
	for _, call := range []func() error{
		func() error { _, err := c.MailUser(ctx, "o"); return err },
		func() error { _, _, err := listOf[MailUser](c, opMailUser)(ctx, 1); return err },
		func() error { return c.SetMailUser(ctx, "o", change) },
		func() error { _, err := c.RecipientByAddress(ctx, text); return err },
		func() error { _, err := c.Recipients(ctx, "MailUser"); return err },
		func() error {
			_, err := c.CreateMailContact(ctx, NewMailContact{"n", text, "d", "a", "f", "l"})
			return err
		},
		func() error { _, err := c.MailContact(ctx, "g"); return err },
		func() error {
			return c.SetMailContact(ctx, "g", MailContactChange{RecipientChange: change, Name: &text, DisplayName: &text, Alias: &text})
		},
		func() error { _, _, err := listOf[MailContact](c, opMailContact)(ctx, 1); return err },
		func() error {
			return c.SetContactNames(ctx, "g", ContactNamesChange{FirstName: &text, LastName: &text})
		},
		func() error { _, err := c.ContactNames(ctx, "g"); return err },
		func() error { _, _, err := listOf[ContactNames](c, opContact)(ctx, 1); return err },
		func() error { return c.RemoveMailContact(ctx, "g") },
		func() error { _, err := c.OrganizationRelationships(ctx); return err },
		func() error { _, err := c.SharingPolicies(ctx); return err },
		func() error { _, err := c.AvailabilityAddressSpaces(ctx); return err },
		func() error { _, err := c.AcceptedDomains(ctx); return err },
	} {
		// What is sent counts, and not what comes of it.
		_ = call()
	}
}

// TestWhatIsSentIsListed compares what the use cases send with the list.
func TestWhatIsSentIsListed(t *testing.T) {
	t.Parallel()
	r := &recorder{sent: map[string]map[string]bool{}}
	c, err := New(Config{Hosts: Hosts{Root: "https://outlook.example"}, TenantKey: "fabrikam", TenantID: "t", Transport: r})
	if err != nil {
		t.Fatal(err)
	}
	everything(t.Context(), c)
	for name, sent := range r.sent {
		listed := cmdlets[name].parameters
		for parameter := range sent {
			if !slices.Contains(listed, parameter) {
				t.Errorf("%s is sent with %s, which is not listed", name, parameter)
			}
		}
	}
	for name, listed := range cmdlets {
		for _, parameter := range listed.parameters {
			if !r.sent[name][parameter] {
				t.Errorf("%s is never sent with %s", name, parameter)
			}
		}
	}
	if got, want := slices.Sorted(maps.Keys(r.sent)), slices.Sorted(maps.Keys(cmdlets)); !slices.Equal(got, want) {
		t.Errorf("sent %v, listed %v", got, want)
	}
	var declared []string
	for _, op := range operations {
		declared = append(declared, op.name)
		if reads := strings.HasPrefix(op.name, "Get-"); op.reads != reads {
			t.Errorf("%s may be repeated: %t", op.name, op.reads)
		}
	}
	slices.Sort(declared)
	if want := slices.Sorted(maps.Keys(cmdlets)); !slices.Equal(declared, want) {
		t.Errorf("the operations are %v, listed are %v", declared, want)
	}
}

// TestOperationsAreKnown looks for operations that the test above does not know.
func TestOperationsAreKnown(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var declared []string
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			for i, value := range spec.Values {
				literal, ok := value.(*ast.CompositeLit)
				if !ok {
					continue
				}
				if kind, ok := literal.Type.(*ast.Ident); ok && kind.Name == "operation" {
					declared = append(declared, spec.Names[i].Name)
				}
			}
			return true
		})
	}
	slices.Sort(declared)
	if known := slices.Sorted(maps.Keys(operations)); !slices.Equal(declared, known) {
		t.Errorf("the package declares %v, and this test knows %v", declared, known)
	}
}

// TestDocumentedRolesAreThoseOfOperations compares the documented roles with those
// in errors.
func TestDocumentedRolesAreThoseOfOperations(t *testing.T) {
	t.Parallel()
	byName := map[string]operation{}
	for _, op := range operations {
		byName[op.name] = op
	}
	var needed []string
	for _, n := range permission.All() {
		if !n.Role {
			continue
		}
		for _, call := range n.Calls {
			if got, want := append([]string{n.Permission}, n.Or...), byName[call].permissions; !slices.Equal(got, want) {
				t.Errorf("%s: documented are %v, and errors name %v", call, got, want)
			}
			needed = append(needed, call)
		}
		for _, name := range append([]string{n.Permission}, n.Or...) {
			if !slices.ContainsFunc(permission.EntraRoles(), func(r permission.EntraRole) bool { return r.Name == name }) {
				t.Errorf("%s is no role of the list", name)
			}
		}
	}
	slices.Sort(needed)
	// A cmdlet may have several purposes.
	needed = slices.Compact(needed)
	if known := slices.Sorted(maps.Keys(byName)); !slices.Equal(needed, known) {
		t.Errorf("documented are %v, and the operations are %v", needed, known)
	}
	if permission.ManageAsApp != ManageAsApp {
		t.Errorf("documented is %s", permission.ManageAsApp)
	}
}
