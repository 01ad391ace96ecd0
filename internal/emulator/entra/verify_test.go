package entra

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestVerify(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	good := accessToken(t, postForm(e.public, contosoID, form()))
	parts := strings.Split(good, ".")
	sign := func(k *Key, change func(*Claims)) string {
		claims, err := e.public.Verify(good, Graph)
		if err != nil {
			t.Fatal(err)
		}
		change(&claims)
		token, err := k.sign(claims)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	foreign, err := e.public.SignForeign(issuer(baseURL, contosoID), subject, "https://graph.microsoft.com")
	if err != nil {
		t.Fatal(err)
	}
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + parts[1] + "."
	tokens, keep := identity().tokens, func(*Claims) {}
	cases := []struct {
		name, token string
		service     *Service
		resource    Resource
		want        error
	}{
		{"good", good, e.public, Graph, nil},
		{"empty", "", e.public, Graph, ErrTokenEmpty},
		{"nonsense", "nonsense", e.public, Graph, ErrTokenMalformed},
		{"no algorithm", none, e.public, Graph, ErrTokenSignature},
		{"changed", parts[0] + "." + parts[1] + "." + parts[1], e.public, Graph, ErrTokenSignature},
		{"strange key", sign(identity().stranger, keep), e.public, Graph, ErrTokenSignature},
		{"another resource", good, e.public, Exchange, ErrTokenAudience},
		{"another cloud", good, e.gov, Graph, ErrTokenIssuer},
		{"another listener", sign(tokens, func(c *Claims) { c.Issuer = "https://127.0.0.1:1/" + contosoID + "/v2.0" }), e.public, Graph, ErrTokenIssuer},
		{"another tenant", sign(tokens, func(c *Claims) { c.TenantID = northwindID }), e.public, Graph, ErrTokenIssuer},
		{"audience of another cloud", sign(tokens, func(c *Claims) { c.Audience = "https://graph.microsoft.us" }), e.public, Graph, ErrTokenAudience},
		{"not yet valid", sign(tokens, func(c *Claims) { c.NotBefore += 3600 }), e.public, Graph, ErrTokenExpired},
		{"foreign token", foreign, e.public, Graph, ErrTokenIssuer},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if _, err := tc.service.Verify(tc.token, tc.resource); !errors.Is(err, tc.want) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
		})
	}
}

func TestVerifyExpiry(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	token := accessToken(t, postForm(e.public, contosoID, form()))
	e.world.Advance(59 * time.Minute)
	if _, err := e.public.Verify(token, Graph); err != nil {
		t.Errorf("after 59 minutes: %v", err)
	}
	e.world.Advance(time.Minute)
	if _, err := e.public.Verify(token, Graph); !errors.Is(err, ErrTokenExpired) {
		t.Errorf("after an hour: %v", err)
	}
}

func TestPeek(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	token := accessToken(t, postForm(e.public, contosoID, form()))
	for range 2 { // before and after it is verified
		if tenant, app := e.public.Peek(token); tenant != contosoID || app != appID {
			t.Errorf("got %s, %s", tenant, app)
		}
		if _, err := e.public.Verify(token, Graph); err != nil {
			t.Fatal(err)
		}
	}
	if tenant, app := e.public.Peek("nonsense"); tenant != "" || app != "" {
		t.Errorf("got %s, %s", tenant, app)
	}
}

// A token that was verified before is still held to its audience, and one with
// another signature to its own.
func TestVerifiedTokensAreChecked(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	token := accessToken(t, postForm(e.public, contosoID, form()))
	for range 2 {
		if _, err := e.public.Verify(token, Graph); err != nil {
			t.Fatal(err)
		}
		if _, err := e.public.Verify(token, Exchange); !errors.Is(err, ErrTokenAudience) {
			t.Errorf("for another service: %v", err)
		}
		if _, err := e.public.Verify(token[:len(token)-4]+"AAAA", Graph); !errors.Is(err, ErrTokenSignature) {
			t.Errorf("another signature: %v", err)
		}
	}
}

// However many tokens there are, the memory is bounded.
func TestVerifiedTokensAreBounded(t *testing.T) {
	t.Parallel()
	var v verified
	for i := range 3 * maxVerified {
		v.put(strconv.Itoa(i), Claims{ObjectID: strconv.Itoa(i)})
		if c, ok := v.get(strconv.Itoa(i)); !ok || c.ObjectID != strconv.Itoa(i) || len(v.claims) > maxVerified {
			t.Fatalf("after %d tokens: %v, %v, %d kept", i+1, c, ok, len(v.claims))
		}
	}
}

func TestDiscovery(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	for _, path := range []string{"/contoso.example/v2.0/", "/" + contosoID + "/v2.0/", "/" + contosoID + "/V2.0/"} {
		// The issuer has the host that the client used.
		w := get(e.public, "https://localhost:8443"+path+".well-known/openid-configuration")
		var doc map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil || w.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", path, w.Code, w.Body)
		}
		root := "https://localhost:8443/" + contosoID
		for name, want := range map[string]string{
			"issuer": root + "/v2.0", "token_endpoint": root + "/oauth2/v2.0/token", "jwks_uri": root + "/discovery/v2.0/keys",
			"msgraph_host": "localhost:8443", "cloud_instance_name": "microsoftonline.com",
		} {
			if doc[name] != want {
				t.Errorf("%s: %s is %v", path, name, doc[name])
			}
		}
	}
	w := get(e.public, baseURL+"/"+northwindID+"/v2.0/.well-known/openid-configuration")
	if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "invalid_tenant") {
		t.Errorf("a tenant of another cloud: %d %s", w.Code, w.Body)
	}
}

func TestOtherDocuments(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	if w := get(e.public, baseURL+"/"+contosoID+"/discovery/v2.0/keys"); !strings.Contains(w.Body.String(), identity().tokens.id) {
		t.Errorf("keys: %d %s", w.Code, w.Body)
	}
	w := get(e.public, baseURL+"/common/discovery/instance?api-version=1.1&authorization_endpoint=https://127.0.0.1:8443/contoso.example/oauth2/v2.0/authorize")
	if !strings.Contains(w.Body.String(), baseURL+"/contoso.example/v2.0/.well-known/openid-configuration") {
		t.Errorf("instance discovery: %d %s", w.Code, w.Body)
	}
	for _, path := range []string{"/consumers/v2.0/.well-known/openid-configuration", "/" + contosoID + "/oauth2/v2.0/authorize", "/"} {
		if w := get(e.public, baseURL+path); w.Code != http.StatusNotImplemented {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

func FuzzParseAssertion(f *testing.F) {
	f.Add("e30.e30.e30")
	f.Add(base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256"}`)) + "." + base64.RawURLEncoding.EncodeToString([]byte(`{"aud":["a"],"exp":1.5}`)) + ".AA")
	var login Service
	f.Fuzz(func(_ *testing.T, text string) {
		_, claims, err := parseAssertion(text)
		if err == nil {
			claims.valid(time.Unix(0, 0), clockSkew)
			claims.Audience.has("x")
		}
		login.Peek(text)
	})
}

func FuzzDecodeThumbprint(f *testing.F) {
	f.Add("AAAA")
	f.Add("+/==")
	f.Fuzz(func(t *testing.T, text string) {
		if raw := decodeThumbprint(text); raw != nil && len(raw) == 0 {
			t.Error("empty thumbprint")
		}
	})
}
