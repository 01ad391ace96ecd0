package providerfile

import (
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// read writes files into a folder, and reads the provider block with flags and
// environment variables. DIR in the flags is the folder.
func read(t *testing.T, files map[string]string, env map[string]string, args ...string) (string, error) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "DIR", dir)
	}
	var s Source
	flags := flag.NewFlagSet("test", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	s.AddFlags(flags)
	if err := flags.Parse(args); err != nil {
		return "", err
	}
	block, err := s.Read(func(name string) (string, bool) { v, ok := env[name]; return v, ok })
	return string(block), err
}

const ofVariables = `
terraform { required_version = ">= 1.8" }
variable "ids" { type = map(string) }
variable "secret" {
  type      = string
  sensitive = true
}
variable "cloud" { default = "china" }
locals {
  tenants = { for key, id in var.ids : key => { tenant_id = lower(id), cloud = var.cloud } }
  other   = data.azuread_client_config.current.tenant_id
}
provider "azuread" { tenant_id = "x" }
provider "multitenant" {
  tenants       = merge(local.tenants, { tailspin = { tenant_id = "T", client_secret = sensitive(var.secret) } })
  client_id     = trimspace(file("${path.module}/id"))
  use_cli       = try(local.tenants.contoso.use_cli, false)
}
provider "multitenant" {
  alias = "second"
  tenants = {}
}
resource "multitenant_email_otp" "x" { tenant = "contoso" }
`

// TestRead: a block is evaluated with the variables, locals and functions that it
// refers to, and with no others.
func TestRead(t *testing.T) {
	t.Parallel()
	folder := map[string]string{"main.tf": ofVariables, "id": " app\n", "terraform.tfvars": `ids = { contoso = "C" }`, "x.auto.tfvars.json": `{"cloud": "public"}`}
	const want = `{"client_id":"app","tenants":{"contoso":{"cloud":"CLOUD","tenant_id":"ID"},"tailspin":{"client_secret":"s","tenant_id":"T"}},"use_cli":false}`
	for name, c := range map[string]struct {
		files map[string]string
		env   map[string]string
		args  []string
		want  string
	}{
		"a folder":          {folder, map[string]string{"TF_VAR_secret": "s"}, []string{"-provider-file", "DIR"}, strings.NewReplacer("CLOUD", "public", "ID", "c").Replace(want)},
		"a file, and flags": {folder, map[string]string{"TF_VAR_secret": "no"}, []string{"-provider-file", "DIR/main.tf", "-var", `ids={contoso="D"}`, "-var", "secret=s"}, strings.NewReplacer("CLOUD", "china", "ID", "d").Replace(want)},
		"the last flag prevails": {
			folder, nil,
			[]string{"-provider-file", "DIR", "-var", "cloud=x", "-var-file", "DIR/x.auto.tfvars.json", "-var", "secret=s"},
			strings.NewReplacer("CLOUD", "public", "ID", "c").Replace(want),
		},
		"an alias":             {folder, nil, []string{"-provider-file", "DIR", "-alias", "second"}, `{"tenants":{}}`},
		"JSON":                 {map[string]string{"p.tf.json": `{"variable": {"x": {"type": "list(string)", "default": ["a"]}}, "provider": {"multitenant": {"tenants": {"a": {"tenant_id": "${var.x[0]}", "cloud": null}}}}}`}, nil, []string{"-provider-file", "DIR/p.tf.json"}, `{"tenants":{"a":{"cloud":null,"tenant_id":"a"}}}`},
		"undeclared variables": {map[string]string{"p.tf": `provider "multitenant" { client_id = var.id }`}, map[string]string{"TF_VAR_id": "x"}, []string{"-provider-file", "DIR/p.tf"}, `{"client_id":"x"}`},
		"optional attributes":  {map[string]string{"p.tf": "variable \"x\" { type = object({ a = string, b = optional(string, \"d\") }) }\nprovider \"multitenant\" { client_id = var.x.b }"}, map[string]string{"TF_VAR_x": `{ a = "1" }`}, []string{"-provider-file", "DIR/p.tf"}, `{"client_id":"d"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if block, err := read(t, c.files, c.env, c.args...); err != nil || block != c.want {
				t.Errorf("read %s, %v\nwant %s", block, err, c.want)
			}
		})
	}
}

// TestReadErrors: what is missing is named, and no value is in an error.
func TestReadErrors(t *testing.T) {
	t.Parallel()
	block := func(body string) map[string]string {
		return map[string]string{"p.tf": "provider \"multitenant\" {\n" + body + "\n}"}
	}
	for name, c := range map[string]struct {
		files map[string]string
		args  []string
		want  string
	}{
		"no file":                {nil, nil, "no such file"},
		"no block":               {map[string]string{"p.tf": ""}, nil, `no block provider "multitenant"`},
		"no alias":               {block(`alias = "eu"`), nil, `-alias selects one of: "eu"`},
		"another alias":          {block(``), []string{"-alias", "us"}, `has the alias "us"`},
		"syntax":                 {block(`tenants = {`), nil, "p.tf:"},
		"a variable":             {block(`client_id = var.id`), nil, "set TF_VAR_id, -var or -var-file"},
		"a local":                {block(`client_id = local.id`), nil, `no local value "id"`},
		"a data source":          {block(`client_id = data.vault_generic_secret.x.data["id"]`), nil, "refers to data"},
		"a resource of a module": {block(`client_id = module.x.id`), nil, "refers to module"},
		"a circle":               {map[string]string{"p.tf": "locals {\n a = local.b\n b = local.a\n}\nprovider \"multitenant\" { client_id = local.a }"}, nil, "refers to itself"},
		"a function":             {block(`client_id = uuid()`), nil, "no function named \"uuid\""},
		"a type":                 {map[string]string{"p.tf": "variable \"x\" { type = number }\nprovider \"multitenant\" { client_id = var.x }"}, []string{"-var", "x=hidden-value"}, `variable "x": a number is required`},
		"a block in it":          {block("tenants {\n}"), nil, "tenants"},
		"a flag":                 {block(``), []string{"-var", "x"}, "must be the name of a variable"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, c.files, nil, append([]string{"-provider-file", "DIR/p.tf"}, c.args...)...)
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "hidden-value") {
				t.Errorf("read %s, %v\nwant %s", got, err, c.want)
			}
		})
	}
}
