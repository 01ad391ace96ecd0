package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	t.Parallel()
	const what = `the Terraform provider "multitenant"`
	cases := []struct {
		name           string
		args           []string
		plugin         bool
		code           int
		did            string
		stdout, stderr []string
	}{
		{name: "started by Terraform", plugin: true, did: "serve false"},
		{name: "started by Terraform with more", args: []string{"x"}, plugin: true, did: "serve false"},
		{name: "debugger", args: []string{"-debug"}, did: "serve true"},
		{name: "debugger, two dashes", args: []string{"--debug"}, did: "serve true"},
		{name: "emulator", args: []string{"emulator", "-seed", "x"}, code: 7, did: "emulator -seed x"},
		{name: "emulator within a plugin", args: []string{"emulator"}, plugin: true, code: 7, did: "emulator"},
		{name: "report", args: []string{"report", "-o", "x"}, code: 8, did: "report -o x input"},
		{name: "explain", args: []string{"explain", "-who", "x"}, code: 6, did: "explain -who x"},
		{name: "evidence", args: []string{"evidence", "verify", "x"}, code: 9, did: "evidence verify x"},
		{name: "nothing", code: exitUsage, stderr: []string{what, "emulator [flags]"}},
		{name: "help", args: []string{"-h"}, stdout: []string{what, "emulator [flags]", "-debug", "-version"}},
		{name: "long help", args: []string{"--help"}, stdout: []string{what}},
		{name: "version", args: []string{"--version"}, stdout: []string{"terraform-provider-multitenant dev\n"}},
		{name: "version as a command", args: []string{"version"}, stdout: []string{"terraform-provider-multitenant dev\n"}},
		{name: "mistyped", args: []string{"emulater"}, code: exitUsage, stderr: []string{`unknown command "emulater"`, what, "emulator [flags]"}},
		{name: "unknown flag", args: []string{"-seed"}, code: exitUsage, stderr: []string{`"-seed"`, what}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			did := ""
			var stdout, stderr bytes.Buffer
			p := program{strings.NewReader("input"), &stdout, &stderr, func(debug bool) error {
				did = "serve false"
				if debug {
					did = "serve true"
				}
				return nil
			}, func(_ context.Context, args []string, _, _ io.Writer) int {
				did = strings.Join(slices.Concat([]string{"emulator"}, args), " ")
				return 7
			}, func(_ context.Context, args []string, stdin io.Reader, _, _ io.Writer) int {
				input, err := io.ReadAll(stdin)
				if err != nil {
					t.Error(err)
				}
				did = strings.Join(slices.Concat([]string{"report"}, args, []string{string(input)}), " ")
				return 8
			}, func(_ context.Context, args []string, _, _ io.Writer) int {
				did = strings.Join(slices.Concat([]string{"explain"}, args), " ")
				return 6
			}, func(args []string, _, _ io.Writer) int {
				did = strings.Join(slices.Concat([]string{"evidence"}, args), " ")
				return 9
			}}
			if code := p.run(t.Context(), tc.args, tc.plugin); code != tc.code || did != tc.did {
				t.Errorf("ended with %d after %q", code, did)
			}
			for _, printed := range []struct {
				text string
				want []string
			}{{stdout.String(), tc.stdout}, {stderr.String(), tc.stderr}} {
				if printed.want == nil && printed.text != "" {
					t.Errorf("printed %s", printed.text)
				}
				for _, want := range printed.want {
					if !strings.Contains(printed.text, want) {
						t.Errorf("%q is not in %s", want, printed.text)
					}
				}
			}
		})
	}
}

func TestServingFails(t *testing.T) {
	t.Parallel()
	var stderr bytes.Buffer
	p := program{nil, io.Discard, &stderr, func(bool) error { return errors.New("no socket") }, nil, nil, nil, nil}
	if code := p.run(t.Context(), nil, true); code != exitFailure || !strings.Contains(stderr.String(), "no socket") {
		t.Errorf("ended with %d: %s", code, &stderr)
	}
}
