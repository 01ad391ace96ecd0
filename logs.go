package main

import (
	"os"
	"strings"
)

// logLevels are the variables that the plugin framework reads, each for one of its
// loggers (developer.hashicorp.com/terraform/plugin/log/managing).
var logLevels = []string{"TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_PROVIDER_MULTITENANT"}

// quiet turns logs off that the CLI does not show. Without a level the plugin framework
// formats every trace message and sends it to the CLI, which drops it: a fifth of the
// work of a plan. Levels that are set stay.
func quiet(lookup func(string) (string, bool), set func(name, value string) error) error {
	for _, shown := range []string{"TF_LOG", "TF_LOG_PROVIDER"} {
		if level, _ := lookup(shown); level != "" && !strings.EqualFold(level, "off") {
			return nil
		}
	}
	for _, name := range logLevels {
		if _, chosen := lookup(name); chosen {
			continue
		}
		if err := set(name, "off"); err != nil {
			return err
		}
	}
	return nil
}

// serveQuietly serves the provider for a CLI.
func serveQuietly(debug bool) error {
	if !debug {
		if err := quiet(os.LookupEnv, os.Setenv); err != nil {
			return err
		}
	}
	return serve(debug)
}
