package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Invoke runs an action over the plugin protocol, because action blocks need Terraform
// 1.14. It returns the progress and the errors.
func (p Protocol) Invoke(t *testing.T, name string, config map[string]any) (progress, problems string) {
	t.Helper()
	server, ok := p.Server.(tfprotov6.ActionServer)
	if !ok {
		t.Fatal("the provider has no actions")
	}
	arguments := Encode(t, p.Schemas.ActionSchemas[name].Schema.ValueType(), config)
	valid, err := server.ValidateActionConfig(t.Context(), &tfprotov6.ValidateActionConfigRequest{ActionType: name, Config: arguments})
	if err != nil {
		t.Fatal(err)
	}
	if text := problemsOf(valid.Diagnostics); text != "" {
		return "", text
	}
	stream, err := server.InvokeAction(t.Context(), &tfprotov6.InvokeActionRequest{ActionType: name, Config: arguments})
	if err != nil {
		t.Fatal(err)
	}
	for event := range stream.Events {
		switch e := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			progress += e.Message + "\n"
		case tfprotov6.CompletedInvokeActionEventType:
			problems += problemsOf(e.Diagnostics)
		}
	}
	return progress, problems
}

// problemsOf is the text of diagnostics.
func problemsOf(diagnostics []*tfprotov6.Diagnostic) (text string) {
	for _, d := range diagnostics {
		text += d.Summary + ": " + d.Detail + "\n"
	}
	return text
}
