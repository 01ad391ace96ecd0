package standalone

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/provider"
)

// Commands are the commands that read tenants.
type Commands struct {
	// Version is that of the provider, which requests name.
	Version string
}

// client calls a configured provider.
type client struct {
	server  tfprotov6.ProviderServer
	lists   tfprotov6.ListResourceServer
	schemas *tfprotov6.GetProviderSchemaResponse
}

// object has the attributes of a data source or a resource. Null is nil.
type object = map[string]any

// configure starts the provider with the arguments of a block, as JSON.
func (c Commands) configure(ctx context.Context, block json.RawMessage) (*client, error) {
	server, err := providerserver.NewProtocol6WithError(provider.New(c.Version)())()
	if err != nil {
		return nil, err
	}
	lists, ok := server.(tfprotov6.ListResourceServer)
	if !ok {
		return nil, errors.New("the provider has no list resources")
	}
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	config, err := encode(schemas.Provider, block)
	if err != nil {
		return nil, fmt.Errorf("the provider block does not have the provider's arguments: %w", err)
	}
	valid, err := server.ValidateProviderConfig(ctx, &tfprotov6.ValidateProviderConfigRequest{Config: config})
	if err != nil {
		return nil, err
	}
	if err := failed(valid.Diagnostics); err != nil {
		return nil, err
	}
	configured, err := server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{TerraformVersion: "none", Config: config})
	if err != nil {
		return nil, err
	}
	return &client{server, lists, schemas}, failed(configured.Diagnostics)
}

// failed is the error of diagnostics, as the CLI shows them; nil if there are only
// warnings.
func failed(diagnostics []*tfprotov6.Diagnostic) error {
	var texts []string
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			texts = append(texts, d.Summary+": "+d.Detail)
		}
	}
	if len(texts) == 0 {
		return nil
	}
	return errors.New(strings.Join(texts, "\n\n"))
}

// readData reads a data source.
func (c *client) readData(ctx context.Context, name string, config object) (object, error) {
	schema := c.schemas.DataSourceSchemas[name]
	encoded, err := encode(schema, config)
	if err != nil {
		return nil, err
	}
	valid, err := c.server.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: name, Config: encoded})
	if err != nil {
		return nil, err
	}
	if err := failed(valid.Diagnostics); err != nil {
		return nil, err
	}
	answer, err := c.server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: encoded})
	if err != nil {
		return nil, err
	}
	if err := failed(answer.Diagnostics); err != nil {
		return nil, err
	}
	return decode(schema, answer.State)
}

// importOne reads a resource as an import does.
func (c *client) importOne(ctx context.Context, name, id string) (object, error) {
	imported, err := c.server.ImportResourceState(ctx, &tfprotov6.ImportResourceStateRequest{TypeName: name, ID: id})
	if err != nil {
		return nil, err
	}
	if err := failed(imported.Diagnostics); err != nil {
		return nil, err
	}
	first := imported.ImportedResources[0]
	read, err := c.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: name, CurrentState: first.State, Private: first.Private, CurrentIdentity: first.Identity,
	})
	if err != nil {
		return nil, err
	}
	if err := failed(read.Diagnostics); err != nil {
		return nil, err
	}
	return decode(c.schemas.ResourceSchemas[name], read.NewState)
}

// list yields the resources of a type, as a list resource finds them.
func (c *client) list(ctx context.Context, name string, config object) iter.Seq2[object, error] {
	return func(yield func(object, error) bool) {
		encoded, err := encode(c.schemas.ListResourceSchemas[name], config)
		if err != nil {
			yield(nil, err)
			return
		}
		stream, err := c.lists.ListResource(ctx, &tfprotov6.ListResourceRequest{TypeName: name, Config: encoded, IncludeResource: true})
		if err != nil {
			yield(nil, err)
			return
		}
		for result := range stream.Results {
			if err := failed(result.Diagnostics); err != nil {
				yield(nil, err)
				return
			}
			if !yield(decode(c.schemas.ResourceSchemas[name], result.Resource)) {
				return
			}
		}
	}
}
