package acctest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Workspace is a folder in which the CLI runs with the real, installed
// provider: for tests of what happens to processes, logs and environments.
type Workspace struct {
	t   *testing.T
	dir string
	env []string
}

// NewWorkspace writes a configuration and initializes it. Env adds to the
// environment, as NAME=value.
func NewWorkspace(t *testing.T, config string, env ...string) *Workspace {
	t.Helper()
	settings, err := installation()
	if err != nil {
		t.Fatal(err)
	}
	if CLI() == "" {
		t.Fatal("neither terraform nor tofu is on the PATH; set TF_ACC_TERRAFORM_PATH")
	}
	s := &Workspace{t: t, dir: t.TempDir()}
	s.env = append(s.env, "TF_CLI_CONFIG_FILE="+settings, "TF_IN_AUTOMATION=1", "TF_INPUT=0", pidsVariable+"="+s.Path("pids"))
	s.env = append(s.env, env...)
	s.Write(config)
	if out, err := s.Run("init"); err != nil {
		t.Fatalf("init: %v\n%s", err, out)
	}
	return s
}

// Path is a file of the workspace.
func (s *Workspace) Path(name string) string { return filepath.Join(s.dir, name) }

// Write replaces the configuration.
func (s *Workspace) Write(config string) {
	s.t.Helper()
	if err := os.WriteFile(s.Path("main.tf"), []byte(config), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// Run runs a command of the CLI and returns all that it printed.
func (s *Workspace) Run(args ...string) (string, error) {
	out, err := s.command(args).CombinedOutput()
	return string(out), err
}

// MustRun fails the test when the command fails.
func (s *Workspace) MustRun(args ...string) string {
	s.t.Helper()
	out, err := s.Run(args...)
	if err != nil {
		s.t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

// Start starts a command of the CLI; wait returns what it printed.
func (s *Workspace) Start(args ...string) (wait func() (string, error)) {
	s.t.Helper()
	var out bytes.Buffer
	cmd := s.command(args)
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	return func() (string, error) {
		err := cmd.Wait()
		return out.String(), err
	}
}

func (s *Workspace) command(args []string) *exec.Cmd {
	cmd := exec.CommandContext(s.t.Context(), CLI(), append(args, "-no-color")...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), s.env...)
	return cmd
}

// KillProvider ends the provider that the CLI started last as kill -9 does.
func (s *Workspace) KillProvider() error {
	data, err := os.ReadFile(s.Path("pids"))
	if err != nil {
		return err
	}
	pids := strings.Fields(string(data))
	if len(pids) == 0 {
		return errors.New("the CLI has not started the provider")
	}
	pid, err := strconv.Atoi(pids[len(pids)-1])
	if err != nil {
		return fmt.Errorf("read the provider's process id: %w", err)
	}
	provider, err := os.FindProcess(pid)
	if err != nil {
		return err
	}
	return provider.Kill()
}
