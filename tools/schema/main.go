// Command schema prints the provider's schemas in the format of `terraform
// providers schema -json`, for tfplugindocs (see `make generate`).
//
// The schemas come from internal/provider instead of a CLI, because each CLI
// exports only what its own version knows: Terraform omits resource identity
// before 1.12, OpenTofu omits actions and list resources, and the documentation
// must not depend on the CLI.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/provider"
)

func main() {
	server := providerserver.NewProtocol6(provider.New("docs")())()
	if err := write(context.Background(), os.Stdout, server); err != nil {
		fmt.Fprintln(os.Stderr, "schema:", err)
		os.Exit(1)
	}
}

// schemaServer is the part of a provider server that returns the schemas.
type schemaServer interface {
	GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error)
	GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error)
}

// write prints the schemas under the short name, one of the two keys that
// tfplugindocs looks for; it does not know the addresses of other namespaces.
func write(ctx context.Context, w io.Writer, server schemaServer) error {
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return fmt.Errorf("get the schemas: %w", err)
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return fmt.Errorf("get the identity schemas: %w", err)
	}
	if err := refused(append(schemas.Diagnostics, identities.Diagnostics...)); err != nil {
		return err
	}

	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(document{
		FormatVersion:   "1.0",
		ProviderSchemas: map[string]providerSchemas{"multitenant": export(schemas, identities)},
	})
}

// refused joins the errors among the diagnostics.
func refused(diagnostics []*tfprotov6.Diagnostic) error {
	var all []error
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			all = append(all, fmt.Errorf("%s: %s", d.Summary, d.Detail))
		}
	}
	return errors.Join(all...)
}
