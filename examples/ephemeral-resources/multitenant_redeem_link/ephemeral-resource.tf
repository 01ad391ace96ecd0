# terraform apply -var deliver_links=true
variable "deliver_links" {
  description = "Whether this apply delivers a new link to the user. Other applies leave the delivered one valid."
  type        = bool
  default     = false
}

resource "multitenant_b2b_invitation" "ana" {
  tenant = "fabrikam"
  email  = "ana.ruiz@contoso.example"
}

# terraform.applying requests the link in the apply, and none in the plan.
ephemeral "multitenant_redeem_link" "ana" {
  count = var.deliver_links ? 1 : 0

  tenant  = "fabrikam"
  user_id = multitenant_b2b_invitation.ana.user_id
  enabled = terraform.applying
}

# A message for every link that is requested.
resource "terraform_data" "message" {
  count = var.deliver_links ? 1 : 0

  triggers_replace = timestamp()

  provisioner "local-exec" {
    command = "test -n \"$LINK\"" # your program for messages, which reads the variables
    environment = {
      ADDRESS = multitenant_b2b_invitation.ana.email
      LINK    = ephemeral.multitenant_redeem_link.ana[0].redeem_url
    }
  }
}
