"""Published pages compared with the notice: do they still have the sentences of the policy?"""
