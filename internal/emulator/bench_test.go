package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	facts "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// crowd is a seed of one tenant with so many users.
func crowd(users int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","domains":["contoso.example"],` +
		`"applications":[{"client_id":"` + contosoApp + `","client_secret":"` + contosoSecret + `","permissions":["User.Read.All"]}],"users":[`)
	for i := range users {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, `{"id":%q,"userPrincipalName":"user%d@contoso.example","mail":"user%d@contoso.example","displayName":"User %d","department":"Sales","jobTitle":"Agent"}`,
			userID(i), i, i, i)
	}
	b.WriteString("]}]}")
	return b.Bytes()
}

func userID(i int) string { return fmt.Sprintf("d0000000-0000-4000-8000-%012d", i) }

func loaded(tb testing.TB, data []byte) *kernel.World {
	tb.Helper()
	w := area.NewWorld(kernel.Options{Settings: facts.With(func(s *facts.Settings) { s.EmptyPageWithNextLink = false })})
	seed, err := area.ParseSeed("crowd.json", data)
	if err != nil {
		tb.Fatal(err)
	}
	if err := w.Load(seed); err != nil {
		tb.Fatal(err)
	}
	return w
}

// BenchmarkStart loads a seed of 300,000 users.
func BenchmarkStart(b *testing.B) {
	data := crowd(300_000)
	held := make([]*kernel.World, 1)
	var before, after runtime.MemStats
	for b.Loop() {
		held[0] = nil
		runtime.GC()
		runtime.ReadMemStats(&before)
		held[0] = loaded(b, data)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB-held")
	runtime.KeepAlive(held)
}

// BenchmarkRequests sends one request after the other over TLS, with a token.
func BenchmarkRequests(b *testing.B) {
	const users = 10_000
	ca, err := sharedCA()
	if err != nil {
		b.Fatal(err)
	}
	server, err := Start(Config{CA: ca, World: loaded(b, crowd(users))})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := server.Close(); err != nil {
			b.Error(err)
		}
	})
	client := clientOf(server)
	b.Cleanup(client.CloseIdleConnections)
	root := server.Clouds()[schema.CloudPublic].Graph + "/v1.0"
	token := benchToken(b, server, client)
	// Without a coding of its own the client asks for gzip, and unpacks it.
	for _, bench := range []struct{ name, method, path, body, encoding string }{
		{"one user", http.MethodGet, "/users/" + userID(4711), "", "identity"},
		{"page of 999", http.MethodGet, pageOf999, "", "identity"},
		{"page of 999 with defaults", http.MethodGet, "/users?$top=999", "", "identity"},
		{"filter by mail", http.MethodGet, "/users?$filter=mail%20eq%20'user4711@contoso.example'", "", "identity"},
		{"filter that scans", http.MethodGet, "/users?$filter=startsWith(displayName,'User%20471')", "", "identity"},
		{"batch of 20", http.MethodPost, "/$batch", batchOf(20), "identity"},
		{"gzip page of 999", http.MethodGet, pageOf999, "", ""},
		{"gzip batch of 20", http.MethodPost, "/$batch", batchOf(20), ""},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				request, err := http.NewRequestWithContext(b.Context(), bench.method, root+bench.path, strings.NewReader(bench.body))
				if err != nil {
					b.Fatal(err)
				}
				request.Header.Set("Authorization", "Bearer "+token)
				request.Header.Set("Content-Type", "application/json")
				if bench.encoding != "" {
					request.Header.Set("Accept-Encoding", bench.encoding)
				}
				response, err := client.Do(request)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.Copy(io.Discard, response.Body); err != nil || response.StatusCode != http.StatusOK {
					b.Fatal(response.Status, err)
				}
				if err := response.Body.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

const pageOf999 = "/users?$top=999&$select=id,displayName,mail,userPrincipalName,userType"

func batchOf(items int) string {
	requests := make([]string, items)
	for i := range requests {
		requests[i] = fmt.Sprintf(`{"id":"%d","method":"GET","url":"/users/%s?$select=id,mail"}`, i, userID(i))
	}
	return `{"requests":[` + strings.Join(requests, ",") + `]}`
}

func benchToken(b *testing.B, server *Server, client *http.Client) string {
	b.Helper()
	response, err := client.PostForm(server.Clouds()[schema.CloudPublic].Authority+"/contoso.example/oauth2/v2.0/token", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {contosoApp}, "client_secret": {contosoSecret}, "scope": {publicGraph + "/.default"},
	})
	if err != nil {
		b.Fatal(err)
	}
	var body struct {
		AccessToken string `json:"access_token"`
	}
	if err := errors.Join(json.NewDecoder(response.Body).Decode(&body), response.Body.Close()); err != nil || body.AccessToken == "" {
		b.Fatal("no token: ", err)
	}
	return body.AccessToken
}
