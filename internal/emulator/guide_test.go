package emulator

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/control"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/entra"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// readGuide joins the pages about the emulator, which docs/guides has: flags, clients
// and seeds, and the control API.
func readGuide(t *testing.T) string {
	t.Helper()
	var guide strings.Builder
	for _, page := range []string{"emulator", "emulator-control-api"} {
		text, err := os.ReadFile("../../templates/guides/" + page + ".md.tmpl")
		if err != nil {
			t.Fatal(err)
		}
		guide.Write(text)
	}
	return guide.String()
}

// Each route of the control API has a heading, and each such heading has a route.
func TestEveryRouteIsDocumented(t *testing.T) {
	t.Parallel()
	w := area.NewWorld(kernel.Options{})
	key, err := entra.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	login := entra.New(entra.Config{World: w, Cloud: schema.CloudPublic, BaseURLs: []string{"https://127.0.0.1"}, Key: key})
	api := control.New(control.Config{World: w, Journal: wire.NewJournal(w.Now, wire.Limits{}), Faults: wire.NewFaults(w), Login: login})
	var routes, headings []string
	for _, r := range api.Routes() {
		method, path, _ := strings.Cut(r, " ")
		path = strings.TrimPrefix(path, control.Root)
		if path == "" {
			path = "/"
		}
		routes = append(routes, method+" "+path)
	}
	for _, found := range regexp.MustCompile(`(?m)^#+ ((?:GET|PUT|POST|PATCH|DELETE) \S+)$`).FindAllStringSubmatch(readGuide(t), -1) {
		headings = append(headings, found[1])
	}
	slices.Sort(routes)
	slices.Sort(headings)
	if !slices.Equal(routes, headings) {
		t.Errorf("the routes are %v\nand the page has %v", routes, headings)
	}
}

func TestEveryFlagIsDocumented(t *testing.T) {
	t.Parallel()
	var flags, rows []string
	set := flag.NewFlagSet("emulator", flag.ContinueOnError)
	(&settings{}).define(set)
	set.VisitAll(func(f *flag.Flag) { flags = append(flags, f.Name) })
	for _, found := range regexp.MustCompile("(?m)^\\| `-([a-z-]+)").FindAllStringSubmatch(readGuide(t), -1) {
		rows = append(rows, found[1])
	}
	slices.Sort(rows)
	if !slices.Equal(flags, rows) {
		t.Errorf("the flags are %v\nand the page has %v", flags, rows)
	}
}

// block is a code block: its info string and its content.
type block struct{ info, text string }

func blocks(text string) []block {
	var all []block
	for _, found := range regexp.MustCompile("(?ms)^```([^\n]*)\n(.*?)^```$").FindAllStringSubmatch(text, -1) {
		all = append(all, block{found[1], found[2]})
	}
	return all
}

// The examples of the page, in order and on a demo estate, return the JSON that
// follows them, or 204.
func TestExamplesOfTheGuide(t *testing.T) {
	t.Parallel()
	r := start(t, Config{World: area.NewWorld(kernel.Options{})})
	files := map[string]string{}
	all := blocks(readGuide(t))
	answered := 0
	for i, b := range all {
		if name, isFile := strings.CutPrefix(b.info, "json "); isFile {
			files[name] = b.text
		}
		if b.info != "sh" || !strings.Contains(b.text, "curl") {
			continue
		}
		var last answer
		for line := range strings.Lines(b.text) {
			last = r.curl(strings.TrimSpace(line), files)
		}
		answered++
		if i+1 == len(all) || all[i+1].info != "json" {
			if last.status != http.StatusNoContent || last.body != "" {
				t.Errorf("%s\ngave %d %s", b.text, last.status, last.body)
			}
			continue
		}
		var want, got any
		if err := json.Unmarshal([]byte(all[i+1].text), &want); err != nil {
			t.Fatalf("%v in %s", err, all[i+1].text)
		}
		if err := json.Unmarshal([]byte(last.body), &got); err != nil {
			t.Fatalf("%s\ngave %d %s", b.text, last.status, last.body)
		}
		object, _ := want.(map[string]any)
		if _, refused := object["error"]; refused != (last.status >= http.StatusBadRequest) {
			t.Errorf("%s\ngave %d", b.text, last.status)
		}
		if err := alike(want, got, "$"); err != nil {
			t.Errorf("%s\ngave %s\n%v", b.text, last.body, err)
		}
	}
	if answered < 25 {
		t.Errorf("only %d examples were tried", answered)
	}
	if tenants := r.server.World().Tenants(); len(tenants) != 1 {
		t.Errorf("the seed of the page was not loaded: %v", tenants)
	}
}

const anything = "…"

// alike compares the JSON of the page with a response. "…" is any value; as a
// member or as the last element it is any number of further ones.
func alike(want, got any, at string) error {
	if want == anything {
		return nil
	}
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			return fmt.Errorf("%s is %v", at, got)
		}
		_, open := want[anything]
		for name, value := range want {
			if name == anything {
				continue
			}
			member, there := object[name]
			if !there {
				return fmt.Errorf("%s lacks %s", at, name)
			}
			if err := alike(value, member, at+"."+name); err != nil {
				return err
			}
		}
		for name := range object {
			if _, listed := want[name]; !listed && !open {
				return fmt.Errorf("%s also has %s", at, name)
			}
		}
		return nil
	case []any:
		list, ok := got.([]any)
		open := len(want) > 0 && want[len(want)-1] == anything
		if open {
			want = want[:len(want)-1]
		}
		if !ok || len(list) < len(want) || len(list) > len(want) && !open {
			return fmt.Errorf("%s is %v", at, got)
		}
		for i, value := range want {
			if err := alike(value, list[i], fmt.Sprintf("%s[%d]", at, i)); err != nil {
				return err
			}
		}
		return nil
	default:
		if want != got {
			return fmt.Errorf("%s is %v instead of %v", at, got, want)
		}
		return nil
	}
}

// words splits a command line as a shell does. The only variable is the address of
// the control API.
var words = regexp.MustCompile(`'[^']*'|"[^"]*"|\S+`)

// curl runs a command line of the page.
func (r *rig) curl(line string, files map[string]string) answer {
	r.t.Helper()
	line = strings.NewReplacer("$control", r.server.Control(), "https://127.0.0.1:8443", r.base(schema.CloudPublic)).Replace(line)
	all := words.FindAllString(line, -1)
	method, address, body, header := "", "", "", http.Header{}
	if len(all) < 4 || all[0] != "curl" || all[1] != "--cacert" || all[2] != "ca.pem" {
		r.t.Fatalf("%s is not an accepted command line", line)
	}
	for i := 3; i < len(all); i++ {
		word := strings.Trim(all[i], `'"`)
		argument := ""
		if strings.HasPrefix(word, "-") {
			i++
			argument = strings.Trim(all[i], `'"`)
		}
		switch word {
		case "-X":
			method = argument
		case "-d":
			body = argument
			header.Set("Content-Type", "application/x-www-form-urlencoded")
		case "-T":
			method, body = "PUT", files[argument]
		case "-H":
			name, value, _ := strings.Cut(argument, ": ")
			header.Set(name, value)
		default:
			address = word
		}
	}
	if method == "" {
		method = http.MethodGet
		if body != "" {
			method = http.MethodPost
		}
	}
	request, err := http.NewRequestWithContext(r.t.Context(), method, address, io.NopCloser(strings.NewReader(body)))
	if err != nil {
		r.t.Fatal(err)
	}
	request.Header = header
	response, err := r.client.Do(request)
	if err != nil {
		r.t.Fatal(err)
	}
	a, err := r.read(response)
	if err != nil {
		r.t.Fatal(err)
	}
	return a
}
