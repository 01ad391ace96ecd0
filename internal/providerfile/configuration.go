package providerfile

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"
)

// providerName is the local name of the provider in its block.
const providerName = "multitenant"

// configuration is what the files contain.
type configuration struct {
	folder    string
	blocks    []hcl.Body
	variables map[string]*variable
	locals    map[string]*local
	lookupEnv func(string) (string, bool)
}

// blockTypes are the blocks that matter; all others are left alone.
var blockTypes = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "provider", LabelNames: []string{"name"}}, {Type: "variable", LabelNames: []string{"name"}}, {Type: "locals"},
}}

// load reads a file, or the files of a folder with the values that Terraform loads by
// itself.
func (c *configuration) load(name string) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		c.folder = filepath.Dir(name)
		return c.loadFile(name)
	}
	c.folder = name
	for _, pattern := range []string{"*.tf", "*.tf.json"} {
		if err := c.each(pattern, c.loadFile); err != nil {
			return err
		}
	}
	for _, pattern := range []string{"terraform.tfvars", "terraform.tfvars.json", "*.auto.tfvars", "*.auto.tfvars.json"} {
		if err := c.each(pattern, c.loadValues); err != nil {
			return err
		}
	}
	return nil
}

// each calls load for the files of the folder with a name.
func (c *configuration) each(pattern string, load func(string) error) error {
	names, err := filepath.Glob(filepath.Join(c.folder, pattern))
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(slices.Values(names)) {
		if err := load(name); err != nil {
			return err
		}
	}
	return nil
}

func parse(name string) (hcl.Body, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var (
		file  *hcl.File
		diags hcl.Diagnostics
	)
	if strings.HasSuffix(name, ".json") {
		file, diags = json.Parse(data, name)
	} else {
		file, diags = hclsyntax.ParseConfig(data, name, hcl.InitialPos)
	}
	if diags.HasErrors() {
		return nil, diags
	}
	return file.Body, nil
}

func (c *configuration) loadFile(name string) error {
	body, err := parse(name)
	if err != nil {
		return err
	}
	content, _, diags := body.PartialContent(blockTypes)
	if diags.HasErrors() {
		return diags
	}
	for _, b := range content.Blocks {
		switch {
		case b.Type == "provider" && b.Labels[0] == providerName:
			c.blocks = append(c.blocks, b.Body)
		case b.Type == "variable":
			if err := c.variable(b.Labels[0]).declare(b.Body); err != nil {
				return err
			}
		case b.Type == "locals":
			attributes, diags := b.Body.JustAttributes()
			if diags.HasErrors() {
				return diags
			}
			for name, a := range attributes {
				c.locals[name] = &local{expression: a.Expr}
			}
		}
	}
	return nil
}

// loadValues reads a file of values, those of a later file prevail.
func (c *configuration) loadValues(name string) error {
	body, err := parse(name)
	if err != nil {
		return err
	}
	attributes, diags := body.JustAttributes()
	if diags.HasErrors() {
		return diags
	}
	for name, a := range attributes {
		v, diags := a.Expr.Value(nil)
		if diags.HasErrors() {
			return diags
		}
		c.variable(name).set(v)
	}
	return nil
}

// block is the provider block with an alias, or the one without.
func (c *configuration) block(alias string) (hcl.Body, error) {
	var names []string
	for _, body := range c.blocks {
		name, err := c.aliasOf(body)
		if err != nil {
			return nil, err
		}
		if name == alias {
			return body, nil
		}
		names = append(names, fmt.Sprintf("%q", name))
	}
	switch {
	case len(names) == 0:
		return nil, fmt.Errorf("no block provider %q; it is the block that the configuration of Terraform has", providerName)
	case alias == "":
		return nil, fmt.Errorf("every block provider %q has an alias; -alias selects one of: %s", providerName, strings.Join(names, ", "))
	}
	return nil, fmt.Errorf("no block provider %q has the alias %q; there are: %s", providerName, alias, strings.Join(names, ", "))
}

func (c *configuration) aliasOf(body hcl.Body) (string, error) {
	content, _, diags := body.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "alias"}}})
	if diags.HasErrors() {
		return "", diags
	}
	a := content.Attributes["alias"]
	if a == nil {
		return "", nil
	}
	v, err := c.evaluate(a.Expr)
	if err != nil {
		return "", err
	}
	if !isText(v) {
		return "", errors.New("the alias of a provider block is not text")
	}
	return v.AsString(), nil
}
