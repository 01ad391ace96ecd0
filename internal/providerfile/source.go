package providerfile

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// Source is where a provider block and the values of its variables are.
type Source struct {
	// File is a file in HCL or, with the extension .json, in JSON; or a folder with the
	// files of a configuration.
	File string
	// Alias selects one of several blocks.
	Alias string
	// given are values of variables, in the order of the command line.
	given []given
}

// given is a file of values, or one value.
type given struct{ file, name, text string }

// AddFlags adds the flags of a source.
func (s *Source) AddFlags(flags *flag.FlagSet) {
	flags.StringVar(&s.File, "provider-file", "", "`FILE` with the provider block, in HCL or JSON; or the folder of a configuration")
	flags.StringVar(&s.Alias, "alias", "", "`NAME` of the provider block, if it has an alias")
	flags.Func("var", "`NAME=VALUE` of a variable; may be repeated", func(text string) error {
		name, value, ok := strings.Cut(text, "=")
		if name = strings.TrimSpace(name); !ok || name == "" {
			return errors.New("must be the name of a variable, = and its value")
		}
		s.given = append(s.given, given{name: name, text: value})
		return nil
	})
	flags.Func("var-file", "`FILE` with values of variables; may be repeated", func(file string) error {
		s.given = append(s.given, given{file: file})
		return nil
	})
}

// Idle reports whether flags are given that only a file has a use for, without a file.
func (s *Source) Idle() bool { return s.File == "" && (s.Alias != "" || len(s.given) > 0) }

// Read returns the arguments of the provider block as a JSON object. LookupEnv reads
// the environment, for variables with TF_VAR_ before their names.
func (s *Source) Read(lookupEnv func(string) (string, bool)) (json.RawMessage, error) {
	c := &configuration{lookupEnv: lookupEnv, variables: map[string]*variable{}, locals: map[string]*local{}}
	if err := c.load(s.File); err != nil {
		return nil, fmt.Errorf("read the provider file: %w", err)
	}
	for _, g := range s.given {
		if g.file == "" {
			c.variable(g.name).give(g.text)
		} else if err := c.loadValues(g.file); err != nil {
			return nil, fmt.Errorf("read the values of variables: %w", err)
		}
	}
	body, err := c.block(s.Alias)
	if err != nil {
		return nil, fmt.Errorf("read the provider file: %w", err)
	}
	attributes, diags := body.JustAttributes()
	if diags.HasErrors() {
		return nil, fmt.Errorf("read the provider block: %w", diags)
	}
	arguments := map[string]cty.Value{}
	for name, a := range attributes {
		if name == "alias" || name == "version" {
			continue
		}
		if arguments[name], err = c.evaluate(a.Expr); err != nil {
			return nil, fmt.Errorf("evaluate %s of the provider block: %w", name, err)
		}
	}
	block := cty.ObjectVal(arguments)
	return ctyjson.Marshal(block, block.Type())
}
