package strangers_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

const publicGraph = "https://graph.microsoft.com"

// An application signs in to each cloud with the library's own table of clouds
// and its authority validation.
func TestClientSecret(t *testing.T) {
	t.Parallel()
	i := connect(t)
	for name, tc := range map[string]struct {
		tenant, graph string
		cloud         cloud.Configuration
	}{
		"public":        {contosoID, publicGraph, cloud.AzurePublic},
		"US Government": {northwindID, "https://graph.microsoft.us", cloud.AzureGovernment},
		"DoD":           {alpineID, "https://dod-graph.microsoft.us", cloud.AzureGovernment},
		"China":         {tailspinID, "https://microsoftgraph.chinacloudapi.cn", cloud.AzureChina},
	} {
		options := &azidentity.ClientSecretCredentialOptions{ClientOptions: i.options(tc.cloud)}
		credential, err := azidentity.NewClientSecretCredential(tc.tenant, appID, secret, options)
		if err != nil {
			t.Fatal(err)
		}
		if status, body := i.users(tc.graph, i.token(credential, tc.graph+"/.default")); status != http.StatusOK {
			t.Errorf("%s: %d %s", name, status, body)
		}
		wrong, err := azidentity.NewClientSecretCredential(tc.tenant, appID, "wrong", options)
		if err != nil {
			t.Fatal(err)
		}
		_, err = wrong.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{tc.graph + "/.default"}})
		var refused *azidentity.AuthenticationFailedError
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), "AADSTS7000215") {
			t.Errorf("%s, wrong secret: %v", name, err)
		}
	}
	for _, document := range []string{"/discovery/instance", "/openid-configuration"} {
		if i.asked(document) == 0 {
			t.Errorf("%s was not requested", document)
		}
	}
}

// withPassword signs in as Kim with the environment variables of the library.
func withPassword(t *testing.T, i *internet, tenant, username, word string) (azcore.TokenCredential, error) {
	t.Helper()
	for name, value := range map[string]string{
		"AZURE_TENANT_ID": tenant, "AZURE_CLIENT_ID": nativeID, "AZURE_USERNAME": username, "AZURE_PASSWORD": word,
		"AZURE_CLIENT_SECRET": "", "AZURE_CLIENT_CERTIFICATE_PATH": "", "AZURE_AUTHORITY_HOST": "",
	} {
		t.Setenv(name, value)
	}
	return azidentity.NewEnvironmentCredential(&azidentity.EnvironmentCredentialOptions{ClientOptions: i.options(cloud.AzurePublic)})
}

func TestPassword(t *testing.T) {
	i := connect(t)
	for _, tenant := range []string{contosoID, "contoso.example", "organizations"} {
		credential, err := withPassword(t, i, tenant, kim, password)
		if err != nil {
			t.Fatal(err)
		}
		if status, body := i.users(publicGraph, i.token(credential, publicGraph+"/User.Read.All")); status != http.StatusOK {
			t.Errorf("%s: %d %s", tenant, status, body)
		}
	}
	for word, want := range map[string]string{"wrong": "AADSTS50126", password: "AADSTS65001"} {
		credential, err := withPassword(t, i, contosoID, kim, word)
		if err != nil {
			t.Fatal(err)
		}
		_, err = credential.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{publicGraph + "/Mail.Read"}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// A user signs in with a code once; later tokens come from the refresh token.
func TestDeviceCode(t *testing.T) {
	t.Parallel()
	i := connect(t)
	for client, scope := range map[string]string{nativeID: publicGraph + "/User.Read.All", "": publicGraph + "/.default"} {
		i.server.Journal().Clear()
		credential, err := azidentity.NewDeviceCodeCredential(&azidentity.DeviceCodeCredentialOptions{
			ClientOptions: i.options(cloud.AzurePublic), ClientID: client,
			UserPrompt: func(_ context.Context, m azidentity.DeviceCodeMessage) error {
				if !strings.Contains(m.Message, m.UserCode) || !strings.HasPrefix(m.VerificationURL, "https://login.microsoftonline.com/") {
					t.Errorf("the message to the user is %+v", m)
				}
				return i.approve(m.UserCode, "contoso", kim)
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		if status, body := i.users(publicGraph, i.token(credential, scope)); status != http.StatusOK {
			t.Errorf("client %q: %d %s", client, status, body)
		}
		if client != "" {
			i.token(credential, "api://"+appID+"/access_as_user")
		}
		if n := i.asked("/devicecode"); n != 1 {
			t.Errorf("client %q: %d codes were requested", client, n)
		}
	}
}

// An API calls Graph on behalf of its caller.
func TestOnBehalfOf(t *testing.T) {
	i := connect(t)
	caller, err := withPassword(t, i, contosoID, kim, password)
	if err != nil {
		t.Fatal(err)
	}
	exchange := func(assertion string) (azcore.AccessToken, error) {
		credential, err := azidentity.NewOnBehalfOfCredentialWithSecret(contosoID, appID, assertion, secret, &azidentity.OnBehalfOfCredentialOptions{
			ClientOptions: i.options(cloud.AzurePublic),
		})
		if err != nil {
			t.Fatal(err)
		}
		return credential.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{publicGraph + "/.default"}})
	}
	token, err := exchange(i.token(caller, "api://"+appID+"/access_as_user"))
	if err != nil {
		t.Fatal(err)
	}
	if status, body := i.users(publicGraph, token.Token); status != http.StatusOK {
		t.Errorf("%d %s", status, body)
	}
	if _, err := exchange(i.token(caller, publicGraph+"/.default")); err == nil || !strings.Contains(err.Error(), "AADSTS500131") {
		t.Errorf("a token for Graph was exchanged: %v", err)
	}
}
