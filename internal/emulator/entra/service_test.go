package entra

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

const (
	contosoID   = "c0000000-0000-4000-8000-000000000001"
	northwindID = "a0000000-0000-4000-8000-000000000001"
	appID       = "c0000000-0000-4000-8000-00000000a001"
	bareAppID   = "c0000000-0000-4000-8000-00000000a002"
	secret      = "a secret & more"
	baseURL     = "https://127.0.0.1:8443"

	gitHub  = "https://token.actions.githubusercontent.com"
	subject = "repo:contoso/estate:ref:refs/heads/main"
)

// identity generates the RSA keys of the tests once, because that is slow.
var identity = sync.OnceValue(func() (i struct {
	tokens, stranger *Key
	client           *rsa.PrivateKey
	certificate      *x509.Certificate
	pem              string
},
) {
	i.tokens, _ = NewKey()
	i.stranger, _ = NewKey()
	i.client, _ = rsa.GenerateKey(rand.Reader, keyBits)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Terraform"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, _ := x509.CreateCertificate(rand.Reader, template, template, &i.client.PublicKey, i.client)
	i.certificate, _ = x509.ParseCertificate(der)
	i.pem = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	return i
})

// estate is one set of tenants with a login service per cloud.
type estate struct {
	world  *kernel.World
	public *Service
	gov    *Service
}

func newEstate(t *testing.T) *estate {
	t.Helper()
	type object = map[string]any
	data, err := json.Marshal(object{"tenants": []object{
		{
			"key": "contoso", "tenant_id": contosoID, "display_name": "Contoso", "domains": []string{"contoso.example"},
			"applications": []object{
				{
					"client_id": appID, "client_secret": secret, "display_name": "Terraform",
					"certificates":          []string{identity().pem},
					"federated_credentials": []object{{"issuer": gitHub, "subject": subject}},
					"permissions":           []string{"User.Read.All", "Exchange.ManageAsApp"},
					"directory_roles":       []string{"User Administrator"},
				},
				{"client_id": bareAppID, "permissions": []string{}},
			},
		},
		{
			"key": "northwind", "tenant_id": northwindID, "cloud": "usgovernment",
			"applications": []object{{"client_id": appID, "client_secret": secret, "permissions": []string{}}},
		},
	}})
	if err != nil {
		t.Fatal(err)
	}
	seed, err := area.ParseSeed("test", data)
	if err != nil {
		t.Fatal(err)
	}
	w := area.NewWorld(kernel.Options{})
	if err := w.Load(seed); err != nil {
		t.Fatal(err)
	}
	service := func(cloud, base string) *Service {
		return New(Config{World: w, Cloud: cloud, BaseURLs: []string{base}, Key: identity().tokens})
	}
	return &estate{w, service(schema.CloudPublic, baseURL), service(schema.CloudUSGov, "https://127.0.0.1:8444")}
}

func get(s *Service, target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, http.NoBody))
	return w
}

// postForm requests a token; parameters with an empty value are omitted.
func postForm(s *Service, tenant string, form map[string]string) *httptest.ResponseRecorder {
	values := url.Values{}
	for name, value := range form {
		if value != "" {
			values.Set(name, value)
		}
	}
	r := httptest.NewRequest(http.MethodPost, baseURL+"/"+tenant+"/oauth2/v2.0/token", strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// form is a valid request with some parameters changed.
func form(changes ...string) map[string]string {
	f := map[string]string{
		"grant_type": "client_credentials", "client_id": appID, "client_secret": secret,
		"scope": "https://graph.microsoft.com/.default",
	}
	for i := 0; i < len(changes); i += 2 {
		f[changes[i]] = changes[i+1]
	}
	return f
}

// withAssertion replaces the secret with an assertion.
func withAssertion(token string, changes ...string) map[string]string {
	return form(append([]string{"client_secret", "", "client_assertion", token, "client_assertion_type", assertionType}, changes...)...)
}

func accessToken(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	var body struct {
		AccessToken string `json:"access_token"`
		TokenType   string `json:"token_type"`
		ExpiresIn   int    `json:"expires_in"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || w.Code != http.StatusOK {
		t.Fatalf("token request: %d %s", w.Code, w.Body)
	}
	if body.TokenType != "Bearer" || body.ExpiresIn != 3599 {
		t.Errorf("got %+v", body)
	}
	return body.AccessToken
}

// certificateAssertion signs as MSAL does, with the changes of a test.
func certificateAssertion(t *testing.T, alg string, key *rsa.PrivateKey, change func(*joseHeader, *assertion)) string {
	t.Helper()
	certificate := identity().certificate
	sum1, sum256 := sha1.Sum(certificate.Raw), sha256.Sum256(certificate.Raw)
	header := joseHeader{Type: "JWT", Algorithm: alg}
	if alg == algPS256 {
		// MSAL for Go uses the standard alphabet with padding.
		header.SHA256 = base64.StdEncoding.EncodeToString(sum256[:])
	} else {
		header.SHA1 = base64.RawURLEncoding.EncodeToString(sum1[:])
	}
	now := time.Now()
	claims := assertion{
		Issuer: appID, Subject: appID, ID: "1", NotBefore: dateOf(now), Expires: dateOf(now.Add(10 * time.Minute)),
		Audience: audienceList{tokenEndpoint(baseURL, contosoID)},
	}
	if change != nil {
		change(&header, &claims)
	}
	input, err := signingInput(header, claims)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(input))
	var signature []byte
	if alg == algPS256 {
		signature, err = rsa.SignPSS(rand.Reader, key, crypto.SHA256, sum[:], nil)
	} else {
		signature, err = rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	}
	if err != nil {
		t.Fatal(err)
	}
	return input + "." + base64.RawURLEncoding.EncodeToString(signature)
}
