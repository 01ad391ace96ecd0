// Terraform-provider-multitenant is a Terraform provider for Microsoft Entra
// multitenant topology as code. With the argument emulator, it emulates Entra ID
// and Microsoft Graph instead, with report it prints a report of a plan, a state or
// tenants, with explain it says why a user can or cannot work in a tenant, and with
// evidence it verifies the evidence of a guest sync.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/evidence"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/provider"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/report"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/standalone"
)

// version is set by the release build.
var version = "dev"

// cookie is set in the environment by Terraform and OpenTofu, and not in a
// terminal. The plugin protocol checks its value.
const cookie = "TF_PLUGIN_MAGIC_COOKIE"

const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	tenants := standalone.Commands{Version: version}
	p := program{
		os.Stdin, os.Stdout, os.Stderr, serveQuietly, emulator.Command, report.Live(tenants.Estate).Command, tenants.Explain, evidence.Command,
	}
	code := p.run(ctx, os.Args[1:], os.Getenv(cookie) != "")
	stop()
	os.Exit(code)
}

// program holds the modes of the binary.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	serve          func(debug bool) error
	emulator       func(ctx context.Context, args []string, stdout, stderr io.Writer) int
	report         func(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int
	explain        func(ctx context.Context, args []string, stdout, stderr io.Writer) int
	evidence       func(args []string, stdout, stderr io.Writer) int
}

// run selects the mode by the first argument. Plugin means that Terraform or
// OpenTofu has started the process.
func (p program) run(ctx context.Context, args []string, plugin bool) int {
	first := ""
	if len(args) > 0 {
		first = args[0]
	}
	is := func(names ...string) bool { return slices.Contains(names, first) }
	switch {
	case is("emulator"):
		return p.emulator(ctx, args[1:], p.stdout, p.stderr)
	case is("report"):
		return p.report(ctx, args[1:], p.stdin, p.stdout, p.stderr)
	case is("explain"):
		return p.explain(ctx, args[1:], p.stdout, p.stderr)
	case is("evidence"):
		return p.evidence(args[1:], p.stdout, p.stderr)
	case is("-debug", "--debug"):
		return p.provide(true)
	case is("-h", "-help", "--help", "help"):
		return p.print(p.stdout, usage, exitOK)
	case is("-v", "-version", "--version", "version"):
		return p.print(p.stdout, "terraform-provider-multitenant "+version+"\n", exitOK)
	case plugin:
		return p.provide(false)
	case first == "":
		return p.print(p.stderr, usage, exitUsage)
	default:
		return p.print(p.stderr, fmt.Sprintf("terraform-provider-multitenant: unknown command %q\n\n%s", first, usage), exitUsage)
	}
}

func (p program) provide(debug bool) int {
	if err := p.serve(debug); err != nil {
		return p.print(p.stderr, fmt.Sprintf("terraform-provider-multitenant: %v\n", err), exitFailure)
	}
	return exitOK
}

func (p program) print(to io.Writer, text string, code int) int {
	if _, err := io.WriteString(to, text); err != nil {
		return exitFailure
	}
	return code
}

// serve has no deadline: Terraform ends the process.
func serve(debug bool) error {
	return providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{Address: provider.Address, Debug: debug})
}

const usage = `terraform-provider-multitenant is the Terraform provider "multitenant", for
Microsoft Entra multitenant topology as code. Terraform and OpenTofu start it
themselves: name registry.terraform.io/multitenant-as-code/multitenant in
required_providers and run terraform init.

Usage:
  terraform-provider-multitenant emulator [flags]
        start a local emulator of Entra ID, Microsoft Graph and Exchange Online, for trials
        and tests without a tenant; emulator -h lists its flags
  terraform-provider-multitenant report [flags] [FILE]
        write an HTML or Markdown report of the output of terraform show -json, of a plan or a
        state, or of the tenants of a provider block; report -h lists its flags
  terraform-provider-multitenant explain -provider-file FILE -who USER -into TENANT [flags]
        explain why a user of one tenant can or cannot work in another, and which changes are
        needed; explain -h lists its flags
  terraform-provider-multitenant evidence verify [flags] FILE
        verify the evidence that a guest sync has written; evidence verify -h lists its flags
  terraform-provider-multitenant -debug
        serve the provider for a debugger and print how Terraform attaches
  terraform-provider-multitenant -version
        print the version
`
