package tenant

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	azurecloud "github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/google/uuid"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/cloud"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// signIn makes the credential of one tenant from its settings.
type signIn struct {
	lookup
	tenantID string
	cloud    cloud.Cloud
	// ownAuthority is set when the login service is not Microsoft's: then
	// Microsoft must not be asked whether it is one of theirs.
	ownAuthority bool
	base         http.RoundTripper
	clock        transport.Clock
}

func (s signIn) credential(how choice) (azcore.TokenCredential, *Problem) {
	build := map[kind]func(choice) (azcore.TokenCredential, *Problem){
		noCredential:    s.missing,
		certificate:     s.certificate,
		secret:          s.secret,
		oidc:            s.oidc,
		managedIdentity: s.managedIdentity,
		azureCLI:        s.azureCLI,
	}[how.kind]
	credential, problem := build(how)
	if problem != nil {
		return nil, problem
	}
	return &sharedSignIn{
		credential: &explained{TokenCredential: credential, how: how, clientID: s.value(ClientID), cloud: s.cloud},
		clock:      s.clock,
		host:       s.cloud.Authority,
		flights:    share.Flights[azcore.AccessToken]{Limit: signInTimeout},
	}, nil
}

func (s signIn) missing(choice) (azcore.TokenCredential, *Problem) {
	arguments := []string{
		string(ClientSecret), string(ClientCertificatePath), string(ClientCertificate), string(UseOIDC), string(UseMSI), string(UseCLI),
	}
	return nil, &Problem{Tenant: s.key, Summary: "No credential", Detail: fmt.Sprintf(
		"Nothing says how to sign in to tenant %q. Set one of %s for the tenant or, for all tenants, in the provider block; or in the"+
			" environment, for example %s, %s or ARM_CLIENT_SECRET.",
		s.key, strings.Join(arguments, ", "), Variable(s.key, ClientSecret), Variable(s.key, UseOIDC))}
}

func (s signIn) secret(how choice) (azcore.TokenCredential, *Problem) {
	id, problem := s.clientID(how)
	if problem != nil {
		return nil, problem
	}
	c, err := azidentity.NewClientSecretCredential(s.tenantID, id, how.by.Text, &azidentity.ClientSecretCredentialOptions{
		ClientOptions: s.options(), DisableInstanceDiscovery: s.ownAuthority,
	})
	return c, s.refused(how.by, err)
}

func (s signIn) certificate(how choice) (azcore.TokenCredential, *Problem) {
	id, problem := s.clientID(how)
	if problem != nil {
		return nil, problem
	}
	data, err := certificateData(how.by)
	if err != nil {
		return nil, s.problem(how.by, "Unreadable certificate", fmt.Sprintf("The certificate from %s: %v.", how.by.Source, err))
	}
	password := s.value(ClientCertificatePassword)
	certs, key, err := azidentity.ParseCertificates(data, []byte(password.Text))
	if err != nil {
		return nil, s.problem(how.by, "Invalid certificate", fmt.Sprintf(
			"The certificate from %s cannot be used: %v. It has to be PKCS#12 or PEM and hold the private key; its password is %s.",
			how.by.Source, err, describe(password)))
	}
	c, err := azidentity.NewClientCertificateCredential(s.tenantID, id, certs, key, &azidentity.ClientCertificateCredentialOptions{
		ClientOptions: s.options(), DisableInstanceDiscovery: s.ownAuthority,
	})
	return c, s.refused(how.by, err)
}

func certificateData(v value) ([]byte, error) {
	if v.setting == ClientCertificatePath {
		return os.ReadFile(v.Text)
	}
	data, err := base64.StdEncoding.DecodeString(strings.TrimSpace(v.Text))
	if err != nil {
		return nil, fmt.Errorf("it is not base64: %w", err)
	}
	return data, nil
}

func (s signIn) oidc(how choice) (azcore.TokenCredential, *Problem) {
	id, problem := s.clientID(how)
	if problem != nil {
		return nil, problem
	}
	assertion, problem := s.assertion(how)
	if problem != nil {
		return nil, problem
	}
	c, err := azidentity.NewClientAssertionCredential(s.tenantID, id, assertion, &azidentity.ClientAssertionCredentialOptions{
		ClientOptions: s.options(), DisableInstanceDiscovery: s.ownAuthority,
	})
	return c, s.refused(how.by, err)
}

func (s signIn) managedIdentity(how choice) (azcore.TokenCredential, *Problem) {
	options := &azidentity.ManagedIdentityCredentialOptions{ClientOptions: s.options()}
	if id := s.value(ClientID); id.set() {
		options.ID = azidentity.ClientID(id.Text)
	}
	c, err := azidentity.NewManagedIdentityCredential(options)
	return c, s.refused(how.by, err)
}

func (s signIn) azureCLI(how choice) (azcore.TokenCredential, *Problem) {
	c, err := azidentity.NewAzureCLICredential(&azidentity.AzureCLICredentialOptions{TenantID: s.tenantID})
	return c, s.refused(how.by, err)
}

// clientID returns the application's id, which every application needs.
func (s signIn) clientID(how choice) (string, *Problem) {
	id := s.value(ClientID)
	if !id.set() {
		return "", &Problem{Tenant: s.key, Summary: "No client_id", Detail: fmt.Sprintf(
			"Tenant %q signs in with a %s (%s), which needs the application's client_id. Set it for the tenant, in the provider"+
				" block, or as %s.", s.key, how.kind, how.by.Source, Variable(s.key, ClientID))}
	}
	if uuid.Validate(id.Text) != nil {
		return "", s.problem(id, "Invalid client_id", fmt.Sprintf(
			"The client_id from %s is %q, which is not a GUID.", id.Source, id.Text))
	}
	return id.Text, nil
}

func (s signIn) refused(v value, err error) *Problem {
	if err == nil {
		return nil
	}
	return s.problem(v, "Unusable credential", fmt.Sprintf("The credential from %s cannot be used: %v.", v.Source, err))
}

// options are the same for every credential.
func (s signIn) options() azcore.ClientOptions {
	return azcore.ClientOptions{
		Cloud:     azurecloud.Configuration{ActiveDirectoryAuthorityHost: s.cloud.Authority},
		Transport: newSender(s.base),
		Retry: policy.RetryOptions{
			MaxRetries: 2, RetryDelay: 500 * time.Millisecond, MaxRetryDelay: 10 * time.Second,
			// The tries have to fit into signInTimeout.
			TryTimeout: 10 * time.Second, ShouldRetry: retrySignIn,
		},
	}
}

// explained adds to a failed sign-in what was used and what to do.
type explained struct {
	azcore.TokenCredential
	how      choice
	clientID value
	cloud    cloud.Cloud
}

func (e *explained) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	ctx, last := withLastAnswer(ctx)
	token, err := e.TokenCredential.GetToken(ctx, o)
	if err != nil {
		return token, e.explain(errors.Join(err, last.failure()), last.refusal())
	}
	return token, nil
}

func describe(v value) string {
	if !v.set() {
		return "not set"
	}
	return "from " + v.Source.String()
}
