# Runs on the emulator, like the tests of the module.

run "both_subsidiaries" {
  assert {
    condition     = join(" ", keys(output.auditors)) == "ana.ruiz@contoso.example leo.maier@partner.example"
    error_message = "The auditors are ${join(", ", keys(output.auditors))}."
  }
  assert {
    condition     = join(" ", keys(output.project.contoso)) == "ben.ito@fabrikam.example"
    error_message = "From the project, Contoso has ${join(", ", keys(output.project.contoso))}."
  }
  assert {
    condition     = join(" ", keys(output.project.fabrikam)) == "eva.lind@contoso.example"
    error_message = "From the project, Fabrikam has ${join(", ", keys(output.project.fabrikam))}."
  }
}
